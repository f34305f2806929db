import { ArrowDown } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { VList, type VListHandle } from 'virtua';
import type { LogLine } from '../../../contract/logs.ts';
import { Button } from '../../components/Button.tsx';
import { LogRow } from './LogRow.tsx';

export interface LogListProps {
  readonly lines: readonly LogLine[];
  readonly search: string;
}

/** Pixels from the end within which the list counts as being at its end. */
const nearEnd = 24;

/** The lines, drawn as far as they are in view. New ones are followed until the person scrolls up. */
export function LogList({ lines, search }: LogListProps) {
  const list = useRef<VListHandle>(null);
  const [following, setFollowing] = useState(true);
  const last = lines.length - 1;

  useEffect(() => {
    const handle = list.current;
    if (handle && following && last >= 0) handle.scrollToIndex(last, { align: 'end' });
  }, [following, last]);

  const onScroll = (offset: number): void => {
    const handle = list.current;
    if (handle) setFollowing(handle.scrollSize - offset - handle.viewportSize <= nearEnd);
  };

  return (
    <div className="log-list">
      {/* As data, not as elements: a hundred thousand elements a redraw would be felt. */}
      <VList ref={list} data={lines} onScroll={onScroll} role="region" aria-label="Log lines" tabIndex={0}>
        {(line) => <LogRow key={line.n} line={line} search={search} />}
      </VList>
      {!following && (
        <div className="to-end">
          <Button size="small" onClick={() => setFollowing(true)}>
            <ArrowDown className="icon s13" aria-hidden="true" />
            Follow New Lines
          </Button>
        </div>
      )}
    </div>
  );
}
