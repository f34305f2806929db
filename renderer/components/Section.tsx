import { type ReactNode, useId } from 'react';

export interface SectionProps {
  readonly title: string;
  /** Controls at the right end of the heading. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A titled part of a page, usually around one `Group`. */
export function Section({ title, actions, children }: SectionProps) {
  const id = useId();
  return (
    <section className="section" aria-labelledby={id}>
      <div className="section-head">
        <h2 id={id}>{title}</h2>
        <span className="grow" />
        {actions}
      </div>
      {children}
    </section>
  );
}
