import { setTimeout as delay } from 'node:timers/promises';
import type { SliceName, SnapshotEvent } from '../../contract/snapshot.ts';
import { cancelableStream } from '../async/cancelable-stream.ts';
import { createNotifier } from '../async/notifier.ts';
import type { SnapshotStore } from './snapshot-store.ts';

/** Changes within this time of the previous event are sent together. */
const BATCH_WINDOW_MS = 100;

async function* feed(store: SnapshotStore, signal: AbortSignal): AsyncGenerator<SnapshotEvent, void> {
  const changed = new Set<SliceName>();
  const notifier = createNotifier(signal);
  const unsubscribe = store.subscribe((slice) => {
    changed.add(slice);
    notifier.notify();
  });
  try {
    yield { rev: store.rev, full: store.get() };
    while (await notifier.wait()) {
      if (changed.size === 0) continue;
      const snapshot = store.get();
      const slices = Object.fromEntries([...changed].map((slice) => [slice, snapshot[slice]]));
      changed.clear();
      yield { rev: store.rev, changed: slices };
      await delay(BATCH_WINDOW_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  } finally {
    unsubscribe();
    notifier.close();
  }
}

/**
 * `snapshot.watch`: the whole state, then each change: the first at once, those within the next 100 ms together. Ends at once when
 * `signal` aborts or the reader stops.
 */
export function snapshotFeed(store: SnapshotStore, signal?: AbortSignal): AsyncGenerator<SnapshotEvent, void> {
  return cancelableStream((ended) => feed(store, ended), signal);
}
