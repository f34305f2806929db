import { useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import { VList, type VListHandle } from 'virtua';
import { LogRow } from './LogRow.tsx';
import { indexAt, isMark } from './log-rows.ts';
import type { LogViewState } from './log-view.ts';
import { RunMark } from './RunMark.tsx';
import { useKeptSelection } from './use-kept-selection.ts';
import { usePointerDown } from './use-pointer-down.ts';

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

const upKeys = ['ArrowUp', 'PageUp', 'Home'];

/** The lines, drawn as far as they are in view. */
export function LogList({ state, current, following, onFollow }: LogListProps) {
  const { rows, pattern, generation, droppedFromStart } = state;
  const wrap = useRef<HTMLDivElement>(null);
  const list = useRef<VListHandle>(null);
  /** The line at the top, and how far down the list was last. */
  const place = useRef({ top: 0, offset: 0 });
  const { keepMounted, onCopy } = useKeptSelection(wrap, rows);
  const isHeld = usePointerDown(wrap);

  const isFollowing = useRef(following);
  useLayoutEffect(() => {
    isFollowing.current = following;
  }, [following]);
  useLayoutEffect(() => {
    const handle = list.current;
    if (!handle || generation === 0 || isFollowing.current) return;
    // Other rows, another list: it goes on at the line it was at.
    handle.scrollToIndex(indexAt(rows, place.current.top), { align: 'start' });
  }, [generation, rows]);
  /** By hand: the list's own way goes on scrolling for a while, against a person who goes up. */
  const stayAtEnd = useCallback((): void => {
    const scroller = wrap.current?.firstElementChild;
    if (scroller && following && !isHeld()) scroller.scrollTop = scroller.scrollHeight;
  }, [following, isHeld]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever has changed, the end stays in view
  useLayoutEffect(stayAtEnd, [stayAtEnd, state]);
  useEffect(() => {
    const handle = list.current;
    if (handle && current !== null) handle.scrollToIndex(indexAt(rows, current), { align: 'center' });
  }, [current, rows]);

  // The list moves by itself too, when lines are measured or go: only what a person does leaves the end.
  const leaveEnd = (): void => {
    const handle = list.current;
    if (handle && handle.scrollOffset > 0) onFollow(false);
  };
  const onScroll = (offset: number): void => {
    const handle = list.current;
    if (!handle) return;
    const isAtEnd = handle.scrollSize - offset - handle.viewportSize <= nearEnd;
    if (offset < place.current.offset) {
      if (isHeld() && !isAtEnd) leaveEnd();
    } else if (isAtEnd) onFollow(true);
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
        onResize={stayAtEnd}
        onWheel={({ deltaY }) => {
          if (deltaY < 0) leaveEnd();
        }}
        onTouchMove={leaveEnd}
        onKeyDown={({ key }) => {
          if (upKeys.includes(key)) leaveEnd();
        }}
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
