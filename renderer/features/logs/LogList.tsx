import { useEffect, useLayoutEffect, useRef } from 'react';
import { VList, type VListHandle } from 'virtua';
import { LogRow } from './LogRow.tsx';
import { indexAt, isMark } from './log-rows.ts';
import type { LogViewState } from './log-view.ts';
import { RunMark } from './RunMark.tsx';
import { useKeptSelection } from './use-kept-selection.ts';

export interface LogListProps {
  readonly state: LogViewState;
  /** The `n` of the match the search stands at; null for none. */
  readonly current: number | null;
  readonly following: boolean;
  /** The person went to the end, or away from it. */
  readonly onFollow: (following: boolean) => void;
}

/** Pixels from the end within which the list counts as being at its end. */
const nearEnd = 24;
/** Pixels of one line; longer ones are measured. */
const lineHeight = 21;

/** The lines, drawn as far as they are in view. */
export function LogList({ state, current, following, onFollow }: LogListProps) {
  const { rows, pattern, generation, droppedFromStart } = state;
  const wrap = useRef<HTMLDivElement>(null);
  const list = useRef<VListHandle>(null);
  /** Where the list was last, to see which way it goes, and the line at its top. */
  const place = useRef({ offset: 0, top: 0 });
  const { keepMounted, onCopy } = useKeptSelection(wrap, rows);

  useLayoutEffect(() => {
    const handle = list.current;
    if (!handle || generation === 0) return;
    // Other rows, another list: it goes on at the line it was at.
    handle.scrollToIndex(indexAt(rows, place.current.top), { align: 'start' });
    place.current.offset = 0;
  }, [generation, rows]);
  // Whatever has changed, the end stays in view.
  useEffect(() => {
    const handle = list.current;
    if (handle && following) handle.scrollToIndex(state.rows.length - 1, { align: 'end' });
  }, [following, state]);
  useEffect(() => {
    const handle = list.current;
    if (handle && current !== null) handle.scrollToIndex(indexAt(rows, current), { align: 'center' });
  }, [current, rows]);

  const onScroll = (offset: number): void => {
    const handle = list.current;
    if (!handle) return;
    const isAtEnd = handle.scrollSize - offset - handle.viewportSize <= nearEnd;
    // Only going up leaves the end: new lines put it farther away too.
    if (isAtEnd) onFollow(true);
    else if (offset < place.current.offset) onFollow(false);
    place.current = { offset, top: rows[handle.findItemIndex(offset)]?.n ?? 0 };
  };

  return (
    <div className="log-list" ref={wrap} onCopy={onCopy}>
      {/* As data, not as elements: a hundred thousand elements a redraw would be felt. */}
      <VList
        key={generation}
        ref={list}
        data={rows}
        itemSize={lineHeight}
        shift={droppedFromStart}
        keepMounted={keepMounted}
        onScroll={onScroll}
        role="region"
        aria-label="Log lines"
        tabIndex={0}
      >
        {(row) =>
          isMark(row) ? (
            <RunMark key={row.n} mark={row} />
          ) : (
            <LogRow key={row.n} line={row} pattern={pattern} isCurrent={row.n === current} />
          )
        }
      </VList>
    </div>
  );
}
