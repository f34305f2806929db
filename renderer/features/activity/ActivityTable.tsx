import { ArrowUp, ChevronDown } from 'lucide-react';
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import { activityText } from '../../../contract/derived/catalog/en/activity.ts';
import { Button } from '../../components/Button.tsx';
import { useNow } from '../../components/use-now.ts';
import { ActivityFrame, ActivityRow } from './ActivityRow.tsx';
import type { ActivityViewState } from './activity-view.ts';

export interface ActivityTableProps {
  readonly state: ActivityViewState;
  /** Called when the end of the rows is nearly in view. */
  readonly onNearEnd: () => void;
}

const ROW_HEIGHT_PX = 28;
/** The sticky column headers. */
const HEAD_HEIGHT_PX = 27;
/** Within this distance the list counts as scrolled to its top. */
const TOP_TOLERANCE_PX = 4;
/** Distance from the end at which older rows are loaded. */
const LOAD_AHEAD_PX = 2_000;

/** The requests, newest first. New ones never move a row that is under the pointer or being read. */
export function ActivityTable({ state, onNearEnd }: ActivityTableProps) {
  const { rows, total, generation } = state;
  const list = useRef<VirtualizerHandle>(null);
  const position = useStablePosition(state);
  const midnight = new Date(useNow(60_000)).setHours(0, 0, 0, 0);
  const onScroll = (offset: number): void => {
    const handle = list.current;
    if (!handle) return;
    position.onScroll(offset);
    if (handle.scrollSize - offset - handle.viewportSize < LOAD_AHEAD_PX) onNearEnd();
  };
  return (
    <div className="requests">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys have to reach what scrolls */}
      <section ref={position.scroller} className="scroll" aria-label={activityText('table.name')} tabIndex={0}>
        <table
          aria-rowcount={total + 1}
          data-rows={rows.length % 2 === 0 ? 'even' : 'odd'}
          onPointerEnter={position.onPointerEnter}
          onPointerLeave={position.onPointerLeave}
        >
          <TableHead />
          <Virtualizer
            key={generation}
            ref={list}
            as="tbody"
            item={ActivityFrame}
            scrollRef={position.scroller}
            startMargin={HEAD_HEIGHT_PX}
            data={rows}
            itemSize={ROW_HEIGHT_PX}
            shift={position.isHeld}
            onScroll={onScroll}
          >
            {(entry) => <ActivityRow key={entry.id} entry={entry} midnight={midnight} />}
          </Virtualizer>
        </table>
      </section>
      {position.newAbove > 0 && (
        <Button size="small" className="new-requests" onClick={position.goToTop}>
          <ArrowUp className="icon s13" />
          {activityText('table.new', { count: position.newAbove })}
        </Button>
      )}
    </div>
  );
}

interface StablePosition {
  readonly scroller: RefObject<HTMLElement | null>;
  /** Rows that are added on top must not move the others. */
  readonly isHeld: boolean;
  /** Rows that were added above the position. */
  readonly newAbove: number;
  readonly goToTop: () => void;
  readonly onScroll: (offset: number) => void;
  readonly onPointerEnter: () => void;
  readonly onPointerLeave: () => void;
}

/** Keeps the visible rows in place while new ones are added on top, unless the list is at its top and not pointed at. */
function useStablePosition(state: ActivityViewState): StablePosition {
  const scroller = useRef<HTMLElement>(null);
  /** The expected offset: where the person scrolled to, plus the rows added on top since. */
  const expectedOffset = useRef(0);
  const [isPointedAt, setIsPointedAt] = useState(false);
  const [isAtTop, setIsAtTop] = useState(true);
  const [newAbove, setNewAbove] = useState(0);
  const isHeld = state.addedOnTop > 0 && (!isAtTop || isPointedAt);

  const goToTop = (): void => {
    expectedOffset.current = 0;
    if (scroller.current) scroller.current.scrollTop = 0;
    setIsAtTop(true);
    setNewAbove(0);
  };
  // Runs once per state, although the component renders more often.
  const lastState = useRef(state);
  useLayoutEffect(() => {
    if (lastState.current === state) return;
    const isReplaced = lastState.current.generation !== state.generation;
    lastState.current = state;
    if (isReplaced) goToTop();
    else if (isHeld) {
      expectedOffset.current += state.addedOnTop * ROW_HEIGHT_PX;
      setNewAbove((before) => before + state.addedOnTop);
    }
  });

  return {
    scroller,
    isHeld,
    newAbove,
    goToTop,
    onScroll: (offset) => {
      const isByPerson = Math.abs(offset - expectedOffset.current) > 1;
      expectedOffset.current = offset;
      if (isByPerson) setIsAtTop(offset <= TOP_TOLERANCE_PX);
      if (offset <= TOP_TOLERANCE_PX) setNewAbove(0);
    },
    onPointerEnter: () => setIsPointedAt(true),
    onPointerLeave: () => {
      setIsPointedAt(false);
      if (isAtTop && expectedOffset.current > 0) goToTop();
    },
  };
}

const textColumns = ['client', 'key', 'model', 'endpoint', 'status'] as const;
const figureColumns = [
  { name: 'firstToken', className: 'right wide' },
  { name: 'duration', className: 'right wide' },
  { name: 'speed', className: 'right wide' },
  { name: 'input', className: 'right wide' },
  { name: 'output', className: 'right' },
] as const;

function TableHead() {
  return (
    <thead>
      <tr className="request" aria-rowindex={1}>
        <th scope="col" aria-sort="descending">
          {activityText('column.time')}
          <ChevronDown className="icon" />
        </th>
        {textColumns.map((name) => (
          <th key={name} scope="col">
            {activityText(`column.${name}`)}
          </th>
        ))}
        {figureColumns.map(({ name, className }) => (
          <th key={name} scope="col" className={className}>
            {activityText(`column.${name}`)}
          </th>
        ))}
      </tr>
    </thead>
  );
}
