import type { ReactNode } from 'react';

/** A white box of rows. `label` names it where no heading does. */
export function Group({ label, children }: { readonly label?: string; readonly children: ReactNode }) {
  return label === undefined ? (
    <div className="group">{children}</div>
  ) : (
    <section className="section group" aria-label={label}>
      {children}
    </section>
  );
}

export interface RowProps {
  readonly label?: ReactNode;
  /** One or two sentences under the label. */
  readonly hint?: ReactNode;
  /** The control or value at the right end. */
  readonly children?: ReactNode;
}

/** A form row: label and hint at the left, the control at the right. */
export function Row({ label, hint, children }: RowProps) {
  return (
    <div className="row">
      {label !== undefined && (
        <div className="label">
          <div>{label}</div>
          {hint && <div className="hint">{hint}</div>}
        </div>
      )}
      {children}
    </div>
  );
}
