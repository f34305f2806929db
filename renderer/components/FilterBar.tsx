import type { ReactNode } from 'react';

/** The row above a list that says what of it is shown. */
export function FilterBar({ children }: { readonly children: ReactNode }) {
  return <div className="filter-bar">{children}</div>;
}
