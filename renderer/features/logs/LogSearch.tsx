import { ChevronDown, ChevronUp, Search } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { logsText } from '../../../contract/derived/catalog/en/logs.ts';
import { Field } from '../../components/Field.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { indexAt } from './log-rows.ts';
import type { LogView, LogViewState } from './log-view.ts';

export interface LogSearchProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  /** The position of the current match, from 1; 0 for none. */
  readonly position: number;
  readonly count: number;
  /** Moves to the next newer (1) or older (-1) match. */
  readonly onStep: (step: 1 | -1) => void;
}

/** Searches the lines. Return and ⌘G move to the next match, with Shift to the previous one; ⌘F focuses the field. */
export function LogSearch({ text, onText, position, count, onStep }: LogSearchProps) {
  const group = useRef<HTMLFieldSetElement>(null);
  const isSearching = text.trim() !== '';
  useSearchKeys(group, isSearching ? onStep : null);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    onStep(event.shiftKey ? -1 : 1);
  };
  const disabledReason = count === 0 ? logsText('search.none') : null;
  return (
    <fieldset className="log-search" aria-label={logsText('search.group')} ref={group}>
      <Field
        label={logsText('search.field')}
        type="search"
        icon={Search}
        placeholder={logsText('search.placeholder')}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={onKeyDown}
        after={
          <span className="caption secondary num nowrap" aria-live="polite">
            {isSearching && positionText(position, count)}
          </span>
        }
      />
      {isSearching && (
        <>
          <IconButton
            icon={ChevronUp}
            label={logsText('search.previous')}
            tooltip={logsText('search.previousShortcut')}
            size="small"
            disabledReason={disabledReason}
            onClick={() => onStep(-1)}
          />
          <IconButton
            icon={ChevronDown}
            label={logsText('search.next')}
            tooltip={logsText('search.nextShortcut')}
            size="small"
            disabledReason={disabledReason}
            onClick={() => onStep(1)}
          />
        </>
      )}
    </fieldset>
  );
}

function positionText(position: number, count: number): string {
  if (count === 0) return logsText('search.none');
  return position === 0 ? logsText('search.found', { count }) : logsText('search.position', { position, count });
}

/** @param onStep null while there is no search */
function useSearchKeys(group: RefObject<HTMLElement | null>, onStep: LogSearchProps['onStep'] | null): void {
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent): void => {
      if (event.metaKey === event.ctrlKey || event.altKey) return;
      const key = event.key.toLowerCase();
      if (key === 'f' && !event.shiftKey) {
        const input = group.current?.querySelector('input');
        input?.focus();
        input?.select();
      } else if (key === 'g' && onStep) onStep(event.shiftKey ? -1 : 1);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [group, onStep]);
}

interface LogSearchState {
  /** The `n` of the current match; null for none. */
  readonly current: number | null;
  readonly props: LogSearchProps;
}

/** A search through the shown lines, starting at the newest match; `onMove` is called when it moves to a match. */
export function useLogSearch(view: LogView, { matches, pattern }: LogViewState, onMove: () => void): LogSearchState {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<number | null>(null);
  const at = chosen === null ? -1 : indexAt(matches, chosen);
  // A line that no longer matches or is no longer shown isn't the current match.
  const index = matches[at]?.n === chosen ? at : -1;
  const onStep = useCallback(
    (step: 1 | -1): void => {
      if (matches.length === 0) return;
      // The first step goes to the newest match, which is the nearest to the end of the log.
      const next = index < 0 ? matches.length - 1 : (index + step + matches.length) % matches.length;
      setChosen(matches[next]?.n ?? null);
      onMove();
    },
    [matches, index, onMove],
  );
  const onText = (next: string): void => {
    setText(next);
    setChosen(null);
    view.find(next);
  };
  return {
    current: index < 0 || pattern === null ? null : chosen,
    props: { text, onText, position: index + 1, count: matches.length, onStep },
  };
}
