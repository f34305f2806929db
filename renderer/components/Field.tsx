import type { LucideIcon } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId } from 'react';

export interface FieldProps extends Omit<ComponentProps<'input'>, 'aria-label' | 'size'> {
  /** The accessible name. */
  readonly label: string;
  readonly icon?: LucideIcon;
  /** What is wrong with the value, as a sentence; shown below the field. */
  readonly error?: string | null;
  /** Shown inside, after the text. */
  readonly after?: ReactNode;
  readonly alignRight?: boolean;
}

/** A one-line text field with the sentence that says what is wrong with it. */
export function Field({ label, icon: Icon, error, after, alignRight, className, ...input }: FieldProps) {
  const errorId = useId();
  return (
    <div className={['field-wrap', className].filter(Boolean).join(' ')}>
      <div className={['field', alignRight && 'right', error && 'is-wrong'].filter(Boolean).join(' ')}>
        {Icon && <Icon className="icon" />}
        <input
          type="text"
          autoComplete="off"
          spellCheck={false}
          {...input}
          aria-label={label}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? errorId : input['aria-describedby']}
        />
        {after}
      </div>
      <div id={errorId} className={error ? 'field-error' : 'sr'} aria-live="polite">
        {error}
      </div>
    </div>
  );
}
