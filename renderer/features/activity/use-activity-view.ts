import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { ActivityFilter } from '../../../contract/activity.ts';
import { useClient } from '../../client/corral-context.ts';
import { subscribe } from '../../client/subscribe.ts';
import { type ActivityViewState, createActivityView } from './activity-view.ts';

const pageSize = 500;

/** The requests that match, live, and a function that gets more of the older ones. */
export function useActivityView(filter: ActivityFilter): readonly [ActivityViewState, loadOlder: () => void] {
  const client = useClient();
  const [view] = useState(createActivityView);
  const loading = useRef<boolean>(false);
  useEffect(() => subscribe((options) => client.activity.watch(filter, options), view.receive), [client, view, filter]);
  const loadOlder = useCallback((): void => {
    const { rows, total, generation } = view.get();
    const before = rows.at(-1)?.id;
    if (loading.current || before === undefined || rows.length >= total) return;
    loading.current = true;
    const load = async (): Promise<void> => {
      try {
        view.addOlder(await client.activity.query({ ...filter, before, limit: pageSize }), generation);
      } catch (error) {
        // The connection is lost; with the next one the list begins anew.
        reportError(error);
      } finally {
        loading.current = false;
      }
    };
    void load();
  }, [client, view, filter]);
  return [useSyncExternalStore(view.subscribe, view.get), loadOlder];
}
