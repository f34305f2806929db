import { setTimeout as delay } from 'node:timers/promises';
import type { SliceName, SnapshotEvent } from '../../contract/snapshot.ts';
import { cancelableStream } from '../async/cancelable-stream.ts';
import { createNotifier } from '../async/notifier.ts';
import type { SnapshotStore } from './snapshot-store.ts';

/** Changes that follow one another sooner than this, in milliseconds, travel together. */
const batchWindowMs = 100;

async function* feed(store: SnapshotStore, signal: AbortSignal): AsyncGenerator<SnapshotEvent, void> {
  const changed = new Set<SliceName>();
  const waker = createNotifier(signal);
  const unsubscribe = store.subscribe((slice) => {
    changed.add(slice);
    waker.wake();
  });
  try {
    yield { rev: store.rev, full: store.get() };
    while (await waker.wait()) {
      if (changed.size === 0) continue;
      const snapshot = store.get();
      const slices = Object.fromEntries([...changed].map((slice) => [slice, snapshot[slice]]));
      changed.clear();
      yield { rev: store.rev, changed: slices };
      await delay(batchWindowMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  } finally {
    unsubscribe();
    waker.close();
  }
}

/**
 * `snapshot.watch`: the whole state at once, then each change: the first at once, those that follow within 100 ms together.
 * Ends when `signal` aborts or the reader stops reading, at once in both cases.
 */
export function snapshotFeed(store: SnapshotStore, signal?: AbortSignal): AsyncGenerator<SnapshotEvent, void> {
  return cancelableStream((ended) => feed(store, ended), signal);
}
