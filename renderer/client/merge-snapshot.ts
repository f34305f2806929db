import type { Snapshot, SnapshotEvent } from '../../contract/snapshot.ts';

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
