import { basename } from 'node:path';
import type { Notice } from '../../contract/app.ts';
import { dataFolderText } from '../../contract/derived/catalog/en/data-folder.ts';

/** Which file holds chats and activity: the one in the data folder (null), a new one, or none, so that they are kept in memory. */
export type DatabaseOpenResult = { readonly movedTo: string } | { readonly inMemory: string } | null;

export interface OpenedFiles {
  /** Where the settings file was moved; null when it could be read. */
  readonly movedSettings: string | null;
  readonly database: DatabaseOpenResult;
}

/** What a person should know about files that couldn't be read when Corral started. */
export function startupNotices({ movedSettings, database }: OpenedFiles): Notice[] {
  const notices: Notice[] = [];
  if (movedSettings !== null) {
    notices.push({
      id: 'settings-unreadable',
      kind: 'warning',
      title: dataFolderText('settings.title'),
      detail: dataFolderText('settings.moved', { file: basename(movedSettings) }),
    });
  }
  if (database !== null) {
    notices.push({
      id: 'database-unreadable',
      kind: 'warning',
      title: dataFolderText('database.title'),
      detail:
        'movedTo' in database
          ? dataFolderText('database.moved', { file: basename(database.movedTo) })
          : dataFolderText('database.inMemory', { reason: database.inMemory }),
    });
  }
  return notices;
}
