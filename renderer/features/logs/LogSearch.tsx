import { ChevronDown, ChevronUp, Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { Field } from '../../components/Field.tsx';
import { IconButton } from '../../components/IconButton.tsx';

export interface LogSearchProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  /** Which match is shown, counted from 1; 0 for none. */
  readonly place: number;
  readonly count: number;
  /** Goes on by one match, 1 to newer lines and -1 to older ones. */
  readonly onStep: (step: 1 | -1) => void;
}

/** Looks for a text: Return and ⌘G lead to the next line that holds it, with Shift to the one before; ⌘F leads here. */
export function LogSearch({ text, onText, place, count, onStep }: LogSearchProps) {
  const wrap = useRef<HTMLFieldSetElement>(null);
  const searching = text.trim() !== '';
  useEffect(() => {
    const follow = (event: globalThis.KeyboardEvent): void => {
      if (event.metaKey === event.ctrlKey || event.altKey) return;
      const key = event.key.toLowerCase();
      if (key === 'f' && !event.shiftKey) {
        const input = wrap.current?.querySelector('input');
        input?.focus();
        input?.select();
      } else if (key === 'g' && searching) onStep(event.shiftKey ? -1 : 1);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', follow);
    return () => window.removeEventListener('keydown', follow);
  }, [searching, onStep]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    onStep(event.shiftKey ? -1 : 1);
  };
  const total = count.toLocaleString('en-GB');
  const some = place === 0 ? `${total} found` : `${place.toLocaleString('en-GB')} of ${total}`;
  const nowhere = count === 0 ? 'Nothing is found to go to.' : null;
  return (
    <fieldset className="log-search" aria-label="Search" ref={wrap}>
      <Field
        label="Search the log"
        type="search"
        icon={Search}
        placeholder="Search"
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={onKeyDown}
        after={
          <span className="caption secondary num nowrap" aria-live="polite">
            {searching && (count === 0 ? 'No match' : some)}
          </span>
        }
      />
      {searching && (
        <>
          <IconButton
            icon={ChevronUp}
            label="Previous match"
            tooltip="Previous match (⇧⌘G)"
            size="small"
            disabledReason={nowhere}
            onClick={() => onStep(-1)}
          />
          <IconButton
            icon={ChevronDown}
            label="Next match"
            tooltip="Next match (⌘G)"
            size="small"
            disabledReason={nowhere}
            onClick={() => onStep(1)}
          />
        </>
      )}
    </fieldset>
  );
}
