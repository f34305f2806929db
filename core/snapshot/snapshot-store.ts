import { isDeepStrictEqual } from 'node:util';
import type { SliceName, Snapshot } from '../../contract/snapshot.ts';

/** The state that core owns. Slices are replaced whole and never changed in place. */
export interface SnapshotStore {
  get(): Snapshot;
  /** Increases by one with each change. */
  readonly rev: number;
  /** Replaces a slice; a deeply equal value is no change. */
  set<Name extends SliceName>(slice: Name, value: Snapshot[Name]): void;
  update<Name extends SliceName>(slice: Name, change: (value: Snapshot[Name]) => Snapshot[Name]): void;
  /** Calls `listener` after each change, with the slice's name; the returned function ends it. */
  subscribe(listener: (changed: SliceName) => void): () => void;
}

export function createSnapshotStore(initial: Snapshot): SnapshotStore {
  const listeners = new Set<(changed: SliceName) => void>();
  let snapshot = initial;
  let rev = 0;

  const set = <Name extends SliceName>(slice: Name, value: Snapshot[Name]): void => {
    if (isDeepStrictEqual(snapshot[slice], value)) return;
    snapshot = { ...snapshot, [slice]: value };
    rev += 1;
    for (const listener of [...listeners]) listener(slice);
  };

  return {
    get: () => snapshot,
    get rev() {
      return rev;
    },
    set,
    update: (slice, change) => set(slice, change(snapshot[slice])),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
