import type { ActivityLog } from '../activity/activity-log.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';

/** Keeps the `work` slice: answers that pass Corral and pulls that run. The returned function ends it. */
export const keepCurrentWork = (store: SnapshotStore, activity: Pick<ActivityLog, 'onChange' | 'answering'>) => {
  const look = () => {
    const pulls = store.get().pulls.filter(({ state }) => state === 'running');
    store.set('work', { answers: activity.answering(), pulls: pulls.map(({ name }) => name) });
  };
  const unsubscribe = store.subscribe((slice) => {
    if (slice === 'pulls') look();
  });
  const forget = activity.onChange(look);
  return () => {
    unsubscribe();
    forget();
  };
};
