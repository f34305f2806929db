import { X } from 'lucide-react';
import { type FormEvent, useRef } from 'react';
import { shellText } from '../../contract/derived/catalog/en/shell.ts';
import { Button } from './Button.tsx';
import { Field } from './Field.tsx';
import { useFocusAfterRemoval } from './use-focus-after-removal.ts';

export interface TextListProps {
  /** The list's accessible name. */
  readonly label: string;
  readonly items: readonly string[];
  readonly onRemove: (item: string) => void;
  /** Why one could not be removed. */
  readonly removeError: string | null;
  /** What is being typed. */
  readonly text: string;
  readonly onText: (text: string) => void;
  /** The accessible name of the field: `Add an origin`. */
  readonly addLabel: string;
  /** The accessible name of its button: `Add origin`. */
  readonly addButton: string;
  readonly placeholder: string;
  readonly onAdd: () => void;
  readonly adding: boolean;
  /** Why what is typed can't be added. */
  readonly addError: string | null;
}

/** Texts that can be removed one by one, and a field for one more. */
export function TextList(props: TextListProps) {
  const { label, items, onRemove, removeError, text, onText, addLabel, addButton, placeholder } = props;
  const { onAdd, adding, addError } = props;
  const field = useRef<HTMLInputElement>(null);
  const { list, removing } = useFocusAfterRemoval(items, field);
  const isEmpty = text.trim() === '';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isEmpty) onAdd();
  };
  return (
    <>
      {items.length > 0 && (
        <ul ref={list} className="text-list" aria-label={label}>
          {items.map((item) => (
            <li key={item}>
              <span className="mono selectable">{item}</span>
              <button
                type="button"
                aria-label={shellText('remove.item', { item })}
                title={shellText('remove.item', { item })}
                onClick={() => {
                  removing(item);
                  onRemove(item);
                }}
              >
                <X className="icon s12" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {removeError !== null && <p className="field-error">{removeError}</p>}
      <form className="text-list-form" onSubmit={submit}>
        <Field
          ref={field}
          label={addLabel}
          className="grow"
          placeholder={placeholder}
          value={text}
          error={addError}
          onChange={({ target }) => onText(target.value)}
          onKeyDown={({ key }) => key === 'Escape' && onText('')}
        />
        <Button type="submit" aria-label={addButton} busy={adding} disabled={isEmpty}>
          {shellText('add')}
        </Button>
      </form>
    </>
  );
}
