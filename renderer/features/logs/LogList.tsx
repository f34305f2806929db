import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import { VList, type VListHandle } from 'virtua';
import { logsText } from '../../../contract/derived/catalog/en/logs.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { LogRow } from './LogRow.tsx';
import { indexAt, isSeparator, type LogSeparator } from './log-rows.ts';
import type { LogViewState } from './log-view.ts';
import { runSeparatorText } from './run-separator-text.ts';
import { useLineSelection } from './use-line-selection.ts';

export interface LogListProps {
  readonly state: LogViewState;
  /** The `n` of the current match of the search; null for none. */
  readonly current: number | null;
  readonly following: boolean;
  /** The person scrolled to the end, or away from it. */
  readonly onFollow: (following: boolean) => void;
}

/** Within this distance the list counts as scrolled to its end. */
const END_TOLERANCE_PX = 24;
/** An estimate: lines that wrap are measured. */
const LINE_HEIGHT_PX = 21;

const upKeys = ['ArrowUp', 'PageUp', 'Home'];

/** The lines; only the visible ones are rendered. */
export function LogList(props: LogListProps) {
  const { state, current } = props;
  const { rows, pattern, generation, droppedFromStart } = state;
  const wrap = useRef<HTMLDivElement>(null);
  const list = useRef<VListHandle>(null);
  const { keepMounted, onCopy } = useLineSelection(wrap, rows);
  const { stayAtEnd, leaveEnd, onScroll } = useEndFollowing({ ...props, wrap, list });
  useEffect(() => {
    const handle = list.current;
    if (handle && current !== null) handle.scrollToIndex(indexAt(rows, current), { align: 'center' });
  }, [current, rows]);
  return (
    <div className="log-list" ref={wrap} onCopy={onCopy}>
      {/* Rows are passed as data: creating a hundred thousand elements per redraw would be noticeable. */}
      <VList
        key={generation}
        ref={list}
        data={rows}
        itemSize={LINE_HEIGHT_PX}
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
        aria-label={logsText('list.name')}
        tabIndex={0}
      >
        {(row) =>
          isSeparator(row) ? (
            <SeparatorRow key={row.n} row={row} />
          ) : (
            <LogRow key={row.n} line={row} pattern={pattern} isCurrent={row.n === current} />
          )
        }
      </VList>
    </div>
  );
}

function SeparatorRow({ row }: { readonly row: LogSeparator }) {
  const runs = useSnapshot((s) => s.server.runs);
  return (
    <div className="log-mark">
      {row.separator === 'run'
        ? runSeparatorText(runs, row.runId, row.previousRunId)
        : logsText('list.missing', { count: row.missing })}
    </div>
  );
}

interface EndFollowingOptions extends LogListProps {
  readonly wrap: RefObject<HTMLElement | null>;
  readonly list: RefObject<VListHandle | null>;
}

interface EndFollowing {
  /** Scrolls to the end while the list follows it. */
  readonly stayAtEnd: () => void;
  /** Stops following because the person scrolls up. */
  readonly leaveEnd: () => void;
  readonly onScroll: (offset: number) => void;
}

/** Keeps the end in view while following, otherwise the line at the top. */
function useEndFollowing({ state, following, onFollow, wrap, list }: EndFollowingOptions): EndFollowing {
  const { rows, generation } = state;
  /** The `n` of the line at the top, and the last scroll offset. */
  const position = useRef({ topLine: 0, offset: 0 });
  const isPointerDown = usePointerDown(wrap);
  const isFollowing = useRef(following);
  useLayoutEffect(() => {
    isFollowing.current = following;
  }, [following]);
  useLayoutEffect(() => {
    const handle = list.current;
    if (!handle || generation === 0 || isFollowing.current) return;
    // With other rows the list is a new one, which starts at the line that was at the top.
    handle.scrollToIndex(indexAt(rows, position.current.topLine), { align: 'start' });
  }, [list, generation, rows]);
  /** Sets the offset directly: the list's own method keeps scrolling for a while, against a person who scrolls up. */
  const stayAtEnd = useCallback((): void => {
    const scroller = wrap.current?.firstElementChild;
    if (scroller && following && !isPointerDown()) scroller.scrollTop = scroller.scrollHeight;
  }, [wrap, following, isPointerDown]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs after every change of the state
  useLayoutEffect(stayAtEnd, [stayAtEnd, state]);

  // The list also scrolls when lines are measured or dropped, so only a person's input turns following off.
  const leaveEnd = (): void => {
    const handle = list.current;
    if (handle && handle.scrollOffset > 0) onFollow(false);
  };
  const onScroll = (offset: number): void => {
    const handle = list.current;
    if (!handle) return;
    const isAtEnd = handle.scrollSize - offset - handle.viewportSize <= END_TOLERANCE_PX;
    if (offset < position.current.offset) {
      if (isPointerDown() && !isAtEnd) leaveEnd();
    } else if (isAtEnd) onFollow(true);
    position.current = { offset, topLine: rows[handle.findItemIndex(offset)]?.n ?? 0 };
  };
  return { stayAtEnd, leaveEnd, onScroll };
}

/** Whether the pointer is pressed in an element: on its scroll bar, or while selecting. */
function usePointerDown(element: RefObject<HTMLElement | null>): () => boolean {
  const isDown = useRef<boolean>(false);
  useEffect(() => {
    const onPointer = ({ type, target }: PointerEvent): void => {
      isDown.current = type === 'pointerdown' && target instanceof Node && element.current?.contains(target) === true;
    };
    const types = ['pointerdown', 'pointerup', 'pointercancel'] as const;
    for (const type of types) window.addEventListener(type, onPointer);
    return () => {
      for (const type of types) window.removeEventListener(type, onPointer);
    };
  }, [element]);
  return useCallback(() => isDown.current, []);
}
