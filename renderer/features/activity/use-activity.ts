import { useEffect, useState } from 'react';
import type { ActivityEntry } from '../../../contract/activity.ts';
import { useClient } from '../../client/corral-context.ts';
import { subscribe } from '../../client/subscribe.ts';

/** Requests the page keeps; the host holds as many. */
const keptEntries = 1_000;

/** The requests that passed Corral, newest first, live; null until the first answer has come. */
export function useActivity(): readonly ActivityEntry[] | null {
  const client = useClient();
  const [entries, setEntries] = useState<ReadonlyMap<string, ActivityEntry> | null>(null);
  useEffect(
    () =>
      subscribe(
        (options) => client.activity.watch(undefined, options),
        (event) =>
          setEntries((held) => {
            const next = new Map(event.reset ? [] : held);
            for (const entry of event.entries) next.set(entry.id, entry);
            for (const id of next.keys()) {
              if (next.size <= keptEntries) break;
              next.delete(id);
            }
            return next;
          }),
      ),
    [client],
  );
  return entries && [...entries.values()].reverse();
}
