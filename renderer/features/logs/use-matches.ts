import { useCallback, useState } from 'react';
import type { LogSearchProps } from './LogSearch.tsx';
import { indexAt } from './log-rows.ts';
import type { LogView, LogViewState } from './log-view.ts';

export interface Matches {
  /** The `n` of the line the search stands at; null for none. */
  readonly current: number | null;
  readonly field: LogSearchProps;
}

/** A search through the lines shown, from the newest match on; `onStep` is told when it leads somewhere. */
export function useMatches(view: LogView, { matches, pattern }: LogViewState, onStep: () => void): Matches {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<number | null>(null);
  const at = chosen === null ? -1 : indexAt(matches, chosen);
  // A line that no longer matches, or isn't shown any more, is no place to stand at.
  const index = matches[at]?.n === chosen ? at : -1;

  const step = useCallback(
    (by: 1 | -1): void => {
      if (matches.length === 0) return;
      // The first step of a search is to the newest match, which is the nearest for who reads the end of a log.
      const next = index < 0 ? matches.length - 1 : (index + by + matches.length) % matches.length;
      setChosen(matches[next]?.n ?? null);
      onStep();
    },
    [matches, index, onStep],
  );
  const onText = (next: string): void => {
    setText(next);
    setChosen(null);
    view.find(next);
  };
  return {
    current: index < 0 || pattern === null ? null : chosen,
    field: { text, onText, place: index + 1, count: matches.length, onStep: step },
  };
}
