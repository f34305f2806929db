import { ArrowUp, ChevronDown } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import { Button } from '../../components/Button.tsx';
import { useNow } from '../../components/use-now.ts';
import { ActivityFrame, ActivityRow } from './ActivityRow.tsx';
import { counted } from './activity-figures.ts';
import type { ActivityViewState } from './activity-view.ts';

export interface ActivityTableProps {
  readonly state: ActivityViewState;
  /** The end of the rows comes into view. */
  readonly onNearEnd: () => void;
}

/** Pixels of a row, and of the head that stays on top. */
const rowHeight = 28;
const headHeight = 27;
/** Pixels from the top within which the list counts as being at its top. */
const nearTop = 4;
/** Pixels before the end at which more rows are asked for. */
const nearEnd = 2_000;

/** The requests, newest first. New ones come in on top, and never move a row under the pointer or one that is being read. */
export function ActivityTable({ state, onNearEnd }: ActivityTableProps) {
  const { rows, total, generation, cameOnTop } = state;
  const scroller = useRef<HTMLElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  /** Where the list is meant to be: where the person scrolled it, and what came in on top since. */
  const place = useRef(0);
  const [isPointedAt, setIsPointedAt] = useState(false);
  const [isAtTop, setIsAtTop] = useState(true);
  const [above, setAbove] = useState(0);
  const midnight = new Date(useNow(60_000)).setHours(0, 0, 0, 0);
  const isHeld = cameOnTop > 0 && (!isAtTop || isPointedAt);

  const goToTop = (): void => {
    place.current = 0;
    if (scroller.current) scroller.current.scrollTop = 0;
    setIsAtTop(true);
    setAbove(0);
  };
  // Once a state, whatever else is drawn anew.
  const last = useRef(state);
  useLayoutEffect(() => {
    if (last.current === state) return;
    const isOther = last.current.generation !== state.generation;
    last.current = state;
    if (isOther) goToTop();
    else if (isHeld) {
      place.current += state.cameOnTop * rowHeight;
      setAbove((before) => before + state.cameOnTop);
    }
  });

  const onScroll = (offset: number): void => {
    const handle = list.current;
    if (!handle) return;
    const isByPerson = Math.abs(offset - place.current) > 1;
    place.current = offset;
    if (isByPerson) setIsAtTop(offset <= nearTop);
    if (offset <= nearTop) setAbove(0);
    if (handle.scrollSize - offset - handle.viewportSize < nearEnd) onNearEnd();
  };

  return (
    <div className="requests">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
      <section ref={scroller} className="scroll" aria-label="Requests" tabIndex={0}>
        <table
          aria-rowcount={total + 1}
          data-rows={rows.length % 2 === 0 ? 'even' : 'odd'}
          onPointerEnter={() => setIsPointedAt(true)}
          onPointerLeave={() => {
            setIsPointedAt(false);
            if (isAtTop && place.current > 0) goToTop();
          }}
        >
          <Head />
          <Virtualizer
            key={generation}
            ref={list}
            as="tbody"
            item={ActivityFrame}
            scrollRef={scroller}
            startMargin={headHeight}
            data={rows}
            itemSize={rowHeight}
            shift={isHeld}
            onScroll={onScroll}
          >
            {(entry) => <ActivityRow key={entry.id} entry={entry} midnight={midnight} />}
          </Virtualizer>
        </table>
      </section>
      {above > 0 && (
        <Button size="small" className="new-requests" onClick={goToTop}>
          <ArrowUp className="icon s13" />
          {counted(above, 'New Request')}
        </Button>
      )}
    </div>
  );
}

const figures = [
  { label: 'First token', className: 'right wide' },
  { label: 'Took', className: 'right wide' },
  { label: 'Tok/s', className: 'right wide' },
  { label: 'In', className: 'right wide' },
  { label: 'Out', className: 'right' },
];

function Head() {
  return (
    <thead>
      <tr className="request" aria-rowindex={1}>
        <th scope="col" aria-sort="descending">
          Time
          <ChevronDown className="icon" />
        </th>
        {['Caller', 'Key', 'Model', 'Endpoint', 'Status'].map((label) => (
          <th key={label} scope="col">
            {label}
          </th>
        ))}
        {figures.map(({ label, className }) => (
          <th key={label} scope="col" className={className}>
            {label}
          </th>
        ))}
      </tr>
    </thead>
  );
}
