import type { Pull } from '../../contract/models.ts';
import type { ActivityLog } from '../activity/activity-log.ts';
import { WAITING_FOR_SERVER } from '../models/pull-entry.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';

/** Keeps the `work` slice: answers that pass Corral and pulls that run. The returned function ends it. */
export function trackActiveWork(
  store: SnapshotStore,
  activity: Pick<ActivityLog, 'onChange' | 'answering' | 'answeringKeyed'>,
) {
  const look = () => {
    // One that only waits for a server is cut off by nothing.
    const isUnderWay = ({ state, phase }: Pull) => state === 'running' && phase !== WAITING_FOR_SERVER;
    const pulls = store.get().pulls.filter(isUnderWay);
    store.set('work', {
      activeRequests: activity.answering(),
      keyedRequests: activity.answeringKeyed(),
      pulls: pulls.map(({ name }) => name),
    });
  };
  const unsubscribe = store.subscribe((slice) => {
    if (slice === 'pulls') look();
  });
  const forget = activity.onChange(look);
  look();
  return () => {
    unsubscribe();
    forget();
  };
}
