import type { ReactNode } from 'react';

export interface CallFailureProps {
  readonly failure: { readonly message: string; readonly expected: { readonly data?: unknown } | null } | null;
}

/** What went wrong with a call, with the system's own words where core gave them. */
export function CallFailure({ failure }: CallFailureProps): ReactNode {
  const data = failure?.expected?.data;
  const reason: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, 'reason') : null;
  return (
    <p className={failure ? 'field-error' : 'sr'} aria-live="polite">
      {failure?.message}
      {typeof reason === 'string' && ` (${reason})`}
    </p>
  );
}
