import type { SnapshotStore } from '../snapshot/snapshot-store.ts';

/** What Corral itself sees of the server's work. */
export interface LivenessTracker {
  /** Data of a response or a pull has just gone through Corral. */
  recordTraffic(): void;
  /** When that was last, by `performance.now()`. */
  lastTrafficAt(): number;
  isLoading(): boolean;
}

export function createLivenessTracker(store: SnapshotStore): LivenessTracker {
  let last = Number.NEGATIVE_INFINITY;
  return {
    recordTraffic: () => {
      last = performance.now();
    },
    lastTrafficAt: () => last,
    isLoading: () => store.get().models.loading.length > 0,
  };
}
