import { basename } from 'node:path';
import type { Notice } from '../../contract/app.ts';

/** What became of the file with the conversations and the activity: fine (null), moved, or nowhere to be written. */
export type DatabaseOpenResult = { readonly setAside: string } | { readonly inMemory: string } | null;

export interface SetAside {
  /** Where the settings file was moved; null when it was fine. */
  readonly settings: string | null;
  readonly database: DatabaseOpenResult;
}

/** What the person should know of files that could not be read and were kept aside. */
export function startupNotices({ settings, database }: SetAside): Notice[] {
  const notices: Notice[] = [];
  if (settings !== null) {
    notices.push({
      id: 'settings-set-aside',
      kind: 'warning',
      title: 'The settings file could not be read',
      detail: `It was set aside as ${basename(settings)} in the data folder, and the default settings are used.`,
    });
  }
  if (database !== null) {
    const detail =
      'setAside' in database
        ? `They were set aside as ${basename(database.setAside)} in the data folder, and new lists were begun.`
        : `New ones are kept only until Corral is closed. ${database.inMemory}`;
    const title = 'The saved conversations and the activity could not be read';
    notices.push({ id: 'database-set-aside', kind: 'warning', title, detail });
  }
  return notices;
}
