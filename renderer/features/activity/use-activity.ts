import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { ActivityFilter, ActivityOverview } from '../../../contract/activity.ts';
import { ACTIVITY_PAGE_SIZE } from '../../../contract/derived/limits.ts';
import { useClient } from '../../client/corral-context.ts';
import { subscribe } from '../../client/subscribe.ts';
import { type ActivityViewState, createActivityView } from './activity-view.ts';

/** The figures above the table, live; null until they have arrived. */
export function useOverview(): ActivityOverview | null {
  const client = useClient();
  const [overview, setOverview] = useState<ActivityOverview | null>(null);
  useEffect(() => subscribe((options) => client.activity.overview(undefined, options), setOverview), [client]);
  return overview;
}

/** The matching requests, live, and a function that loads older ones. */
export function useActivityView(filter: ActivityFilter): readonly [ActivityViewState, loadOlder: () => void] {
  const client = useClient();
  const [view] = useState(createActivityView);
  const isLoading = useRef<boolean>(false);
  useEffect(() => subscribe((options) => client.activity.watch(filter, options), view.receive), [client, view, filter]);
  const loadOlder = useCallback((): void => {
    const { rows, total, generation } = view.get();
    const before = rows.at(-1)?.id;
    if (isLoading.current || before === undefined || rows.length >= total) return;
    isLoading.current = true;
    const load = async (): Promise<void> => {
      try {
        view.addOlder(await client.activity.query({ ...filter, before, limit: ACTIVITY_PAGE_SIZE }), generation);
      } catch (error) {
        // The connection is lost; the list starts over with the next one.
        reportError(error);
      } finally {
        isLoading.current = false;
      }
    };
    void load();
  }, [client, view, filter]);
  return [useSyncExternalStore(view.subscribe, view.get), loadOlder];
}
