import type { ReactNode } from 'react';

export interface PageProps {
  readonly title: string;
  /** One line under the title. */
  readonly subtitle?: ReactNode;
  /** Controls at the right end of the toolbar. */
  readonly toolbar?: ReactNode;
  readonly children: ReactNode;
}

/** A page: the toolbar with its heading, then what the page brings (`PageBody`, columns, a list). */
export function Page({ title, subtitle, toolbar, children }: PageProps) {
  return (
    <>
      <header className="toolbar">
        <div className="clip">
          <h1>{title}</h1>
          {subtitle && <div className="sub clip">{subtitle}</div>}
        </div>
        <span className="grow" />
        {toolbar}
      </header>
      {children}
    </>
  );
}

/** The scrolling, padded inside of a page of groups. */
export function PageBody({ children }: { readonly children: ReactNode }) {
  return <div className="scroll pad">{children}</div>;
}
