import type { Notice } from '../../contract/app.ts';
import { noticesText } from '../../contract/derived/catalog/en/notices.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import type { JsonList } from './json-list.ts';

/** Shows a notice if a list's file couldn't be read. Its `detail` says what no longer works, and what to do. */
export function noticeCorruptFile(
  store: SnapshotStore,
  { corrupt }: Pick<JsonList<unknown>, 'corrupt'>,
  notice: Notice,
): void {
  if (corrupt === null) return;
  const moved = corrupt.movedTo === null ? '' : `${noticesText('fileMoved', { file: corrupt.movedTo })} `;
  store.update('app', (app) => ({ ...app, notices: [...app.notices, { ...notice, detail: moved + notice.detail }] }));
}
