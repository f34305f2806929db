import type { SnapshotStore } from '../snapshot/snapshot-store.ts';

/** What Corral itself sees of the server's work. */
export interface WorkSigns {
  /** Something of an answer has just come through. */
  passed(): void;
  /** When that was last, by `performance.now()`. */
  lastPassed(): number;
  isLoading(): boolean;
}

export function createLivenessSignals(store: SnapshotStore): WorkSigns {
  let last = Number.NEGATIVE_INFINITY;
  return {
    passed: () => {
      last = performance.now();
    },
    lastPassed: () => last,
    isLoading: () => store.get().models.loading.length > 0,
  };
}
