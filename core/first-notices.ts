import { basename } from 'node:path';
import type { Notice } from '../contract/app.ts';

/** What became of the saved conversations: fine (null), moved, or nowhere to be written. */
export type ConversationsFate = { readonly setAside: string } | { readonly inMemory: string } | null;

export interface SetAside {
  /** Where the settings file was moved; null when it was fine. */
  readonly settings: string | null;
  readonly conversations: ConversationsFate;
}

/** What the person should know of files that could not be read and were kept aside. */
export function firstNotices({ settings, conversations }: SetAside): Notice[] {
  const notices: Notice[] = [];
  if (settings !== null) {
    notices.push({
      id: 'settings-set-aside',
      kind: 'warning',
      title: 'The settings file could not be read',
      detail: `It was set aside as ${basename(settings)} in the data folder, and the default settings are used.`,
    });
  }
  if (conversations !== null) {
    const detail =
      'setAside' in conversations
        ? `They were set aside as ${basename(conversations.setAside)} in the data folder, and a new list was begun.`
        : `New ones are kept only until Corral is closed. ${conversations.inMemory}`;
    const title = 'The saved conversations could not be read';
    notices.push({ id: 'conversations-set-aside', kind: 'warning', title, detail });
  }
  return notices;
}
