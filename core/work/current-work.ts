import type { Work } from '../../contract/work.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';

/** Work in progress now, asked where a decision hangs on it. */
export async function currentWork(store: Pick<SnapshotStore, 'get'>): Promise<Work> {
  return store.get().work;
}
