import type { Notice } from '../../contract/app.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import type { KeptList } from './json-list.ts';

export interface BrokenListWords extends Pick<Notice, 'id' | 'kind' | 'title'> {
  /** What no longer works, and what to do. */
  readonly consequence: string;
}

/** Tells the person of a list's file that could not be read; does nothing where it could. */
export function noticeCorruptFile(
  store: SnapshotStore,
  list: Pick<KeptList<unknown>, 'broken'>,
  { consequence, ...words }: BrokenListWords,
): void {
  if (!list.broken) return;
  const { setAsideAs } = list.broken;
  const where = setAsideAs === null ? '' : `It was set aside as ${setAsideAs} in the data folder. `;
  const notice: Notice = { ...words, detail: where + consequence };
  store.update('app', (app) => ({ ...app, notices: [...app.notices, notice] }));
}
