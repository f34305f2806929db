import type { Pull } from '../../contract/models.ts';
import type { ActivityLog } from '../activity/activity-log.ts';
import { WAITING_FOR_SERVER } from '../models/pull-entry.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';

/** A pull that only waits for a server can't be interrupted. */
function isInProgress({ state, phase }: Pull): boolean {
  return state === 'running' && phase !== WAITING_FOR_SERVER;
}

/** Publishes the `work` slice: requests that go through Corral, and running pulls. The returned function ends it. */
export function trackActiveWork(
  store: SnapshotStore,
  activity: Pick<ActivityLog, 'onChange' | 'activeResponses' | 'activeKeyedResponses'>,
): () => void {
  const publish = () => {
    store.set('work', {
      activeRequests: activity.activeResponses(),
      keyedRequests: activity.activeKeyedResponses(),
      pulls: store
        .get()
        .pulls.filter(isInProgress)
        .map(({ name }) => name),
    });
  };
  const unsubscribe = store.subscribe((slice) => {
    if (slice === 'pulls') publish();
  });
  const unsubscribeActivity = activity.onChange(publish);
  publish();
  return () => {
    unsubscribe();
    unsubscribeActivity();
  };
}
