import { useEffect, useState } from 'react';
import type { LogLine } from '../../../contract/logs.ts';
import { useClient } from '../../client/corral-context.ts';
import { subscribe } from '../../client/subscribe.ts';

/** Lines the page keeps; older ones are in the file. */
const keptLines = 100_000;

/** The server's lines, live; null until the first have come. */
export function useLogLines(): readonly LogLine[] | null {
  const client = useClient();
  const [lines, setLines] = useState<readonly LogLine[] | null>(null);
  useEffect(
    () =>
      subscribe(
        (options) => client.logs.watch(undefined, options),
        (event) =>
          setLines((held) => {
            const next = event.reset ? event.lines : [...(held ?? []), ...event.lines];
            return next.length > keptLines ? next.slice(-keptLines) : next;
          }),
      ),
    [client],
  );
  return lines;
}
