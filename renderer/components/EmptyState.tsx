import type { ReactNode } from 'react';

export interface EmptyStateProps {
  readonly title: string;
  /** Why it is empty and what to do. */
  readonly children?: ReactNode;
  readonly picture?: ReactNode;
  readonly actions?: ReactNode;
}

/** What a view shows when it has nothing to show. */
export function EmptyState({ title, children, picture, actions }: EmptyStateProps) {
  return (
    <div className="empty">
      {picture && <div className="glyph-box">{picture}</div>}
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {actions}
    </div>
  );
}
