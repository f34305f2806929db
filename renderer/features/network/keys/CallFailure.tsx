import type { ReactNode } from 'react';

export interface CallFailureProps {
  readonly failure: { readonly message: string; readonly expected: { readonly data?: unknown } | null } | null;
}

/** Why a call failed, followed by the system's error message where core provides it. */
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
