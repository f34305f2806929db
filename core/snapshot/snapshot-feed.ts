import { setTimeout as delay } from 'node:timers/promises';
import type { SliceName, SnapshotEvent } from '../../contract/snapshot.ts';
import type { SnapshotStore } from './snapshot-store.ts';

/** Changes that follow one another sooner than this, in milliseconds, travel together. */
const togetherMs = 100;

/**
 * `snapshot.watch`: the whole state at once, then each change: the first at once, those that follow within 100 ms together.
 * Ends when `signal` aborts or the reader stops reading.
 */
export async function* snapshotFeed(store: SnapshotStore, signal?: AbortSignal): AsyncGenerator<SnapshotEvent, void> {
  const changed = new Set<SliceName>();
  let wake: () => void = () => undefined;
  const unsubscribe = store.subscribe((slice) => {
    changed.add(slice);
    wake();
  });
  const onAbort = () => wake();
  signal?.addEventListener('abort', onAbort);
  try {
    yield { rev: store.rev, full: store.get() };
    while (!signal?.aborted) {
      if (changed.size === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      const snapshot = store.get();
      const slices = Object.fromEntries([...changed].map((slice) => [slice, snapshot[slice]]));
      changed.clear();
      yield { rev: store.rev, changed: slices };
      await delay(togetherMs, undefined, { ...(signal ? { signal } : {}), ref: false }).catch(() => undefined);
    }
  } finally {
    unsubscribe();
    signal?.removeEventListener('abort', onAbort);
  }
}
