import { Field, type FieldProps } from './Field.tsx';

/** The text of a value while it is edited. */
export interface Draft {
  readonly text: string;
  /** Why the text can't be used, as a sentence; null while nothing is wrong. */
  readonly problem: string | null;
  readonly type: (text: string) => void;
  /** Uses the text if it is valid. */
  readonly commit: () => void;
  /** Restores what was there before; gives false if there was nothing to restore. */
  readonly reset: () => boolean;
}

export interface DraftFieldProps extends Omit<FieldProps, 'value' | 'error' | 'onChange' | 'onKeyDown'> {
  readonly draft: Draft;
}

/** A field that says what is wrong while it is typed, uses the text on Return or when it loses the focus, and resets it with Escape. */
export function DraftField({ draft, onBlur, ...field }: DraftFieldProps) {
  return (
    <Field
      {...field}
      value={draft.text}
      error={draft.problem}
      onChange={(event) => draft.type(event.target.value)}
      onBlur={onBlur ?? draft.commit}
      onKeyDown={(event) => {
        // Return and Escape belong to an input method while it composes.
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') draft.commit();
        // Only an Escape that did something here isn't meant for the page, such as to stop a response.
        if (event.key === 'Escape' && draft.reset()) event.preventDefault();
      }}
    />
  );
}
