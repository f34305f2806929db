import type { Snapshot } from '../../contract/snapshot.ts';
import type { CorralClient } from './corral-client.ts';
import { mergeSnapshot } from './merge-snapshot.ts';
import { subscribe } from './subscribe.ts';

/** The state as this page knows it. */
export interface SnapshotSource {
  /** null until the first event. */
  get(): Snapshot | null;
  subscribe(listener: () => void): () => void;
}

/** One subscription for the whole page. It lasts as long as the page. */
export function createSnapshotSource(client: CorralClient): SnapshotSource {
  const listeners = new Set<() => void>();
  let current: Snapshot | null = null;
  subscribe(
    (options) => client.snapshot.watch(undefined, options),
    (event) => {
      current = mergeSnapshot(current, event);
      for (const listener of listeners) listener();
    },
  );
  return {
    get: () => current,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
