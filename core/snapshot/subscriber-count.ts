import type { SnapshotEvent } from '../../contract/snapshot.ts';
import { createListeners } from '../async/listeners.ts';
import { snapshotFeed } from './snapshot-feed.ts';
import type { SnapshotStore } from './snapshot-store.ts';

/** Whether any UI watches the snapshot, so that work that only a UI needs is skipped while there is none. */
export interface SubscriberCount {
  readonly hasAny: boolean;
  /** `snapshot.watch` for one UI. */
  watch(signal?: AbortSignal): AsyncGenerator<SnapshotEvent, void>;
  /** Calls `listener` each time the first UI subscribes; the returned function ends it. */
  onFirst(listener: () => void): () => void;
}

/** Counts the subscriptions to the snapshot. */
export function createSubscriberCount(store: SnapshotStore): SubscriberCount {
  const listeners = createListeners<void>();
  let count = 0;
  return {
    get hasAny() {
      return count > 0;
    },
    async *watch(signal) {
      count += 1;
      if (count === 1) listeners.notify();
      try {
        yield* snapshotFeed(store, signal);
      } finally {
        count -= 1;
      }
    },
    onFirst: listeners.add,
  };
}
