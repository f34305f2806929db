import type { SnapshotEvent } from '../../contract/snapshot.ts';
import { snapshotFeed } from './snapshot-feed.ts';
import type { SnapshotStore } from './snapshot-store.ts';

/** Who looks at the state now, so that what only a looker needs is not done for nobody. */
export interface Viewers {
  readonly present: boolean;
  /** `snapshot.watch` for one looker. */
  watch(signal?: AbortSignal): AsyncGenerator<SnapshotEvent, void>;
}

/** `onArrival` is called when somebody comes and nobody was there. */
export function createSubscriberCount(store: SnapshotStore, onArrival: () => void): Viewers {
  let count = 0;
  return {
    get present() {
      return count > 0;
    },
    async *watch(signal) {
      count += 1;
      if (count === 1) onArrival();
      try {
        yield* snapshotFeed(store, signal);
      } finally {
        count -= 1;
      }
    },
  };
}
