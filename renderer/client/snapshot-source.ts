import type { Snapshot, SnapshotEvent } from '../../contract/snapshot.ts';
import type { CorralClient } from './corral-client.ts';
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

/** The snapshot after an event; null while nothing whole has arrived. Slices that didn't change keep their identity. */
export function mergeSnapshot(current: Snapshot | null, event: SnapshotEvent): Snapshot | null {
  if ('full' in event) return event.full;
  if (current === null) return null;
  const { changed } = event;
  return {
    app: changed.app ?? current.app,
    server: changed.server ?? current.server,
    models: changed.models ?? current.models,
    pulls: changed.pulls ?? current.pulls,
    exposure: changed.exposure ?? current.exposure,
    settings: changed.settings ?? current.settings,
    restartNeeded: changed.restartNeeded ?? current.restartNeeded,
    work: changed.work ?? current.work,
    keys: changed.keys ?? current.keys,
    aliases: changed.aliases ?? current.aliases,
  };
}
