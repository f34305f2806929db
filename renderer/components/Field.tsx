import type { LucideIcon } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId } from 'react';

export interface FieldProps extends Omit<ComponentProps<'input'>, 'aria-label' | 'size'> {
  /** The accessible name. */
  readonly label: string;
  readonly icon?: LucideIcon;
  /** What is wrong with the value, as a sentence; shown below the field. */
  readonly error?: string | null;
  /** What the value means, in a few words; shown below the field where nothing is wrong with it. */
  readonly hint?: string | null;
  /** Shown inside, after the text. */
  readonly after?: ReactNode;
  readonly alignRight?: boolean;
}

/** A one-line text field with the sentence that says what is wrong with it. */
export function Field({ label, icon: Icon, error, hint, after, alignRight, className, ...input }: FieldProps) {
  const belowId = useId();
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
          aria-describedby={error || hint ? belowId : input['aria-describedby']}
        />
        {after}
      </div>
      <div id={belowId} className={belowClass(error, hint)} aria-live="polite">
        {error || hint}
      </div>
    </div>
  );
}

function belowClass(error: string | null | undefined, hint: string | null | undefined): string {
  if (error) return 'field-error';
  return hint ? 'field-hint' : 'sr';
}
