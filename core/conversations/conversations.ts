import { z } from 'zod';
import { Conversation, ConversationSummary, Message } from '../../contract/conversations.ts';
import { expectedError } from '../expected-error.ts';
import { createWaker } from '../waker.ts';
import { openConversationDatabase } from './conversation-database.ts';

/** The playground's history. */
export interface Conversations {
  /** Where an unreadable database was moved when this was opened; null when it was fine. */
  readonly setAside: string | null;
  /** Throws NOT_FOUND. */
  get(id: string): Conversation;
  save(conversation: Conversation): void;
  remove(id: string): void;
  /** The whole list at once and again after each change, newest first. */
  watch(signal?: AbortSignal): AsyncGenerator<ConversationSummary[], void>;
  close(): void;
}

const Messages = z.array(Message);

export function createConversations(dataDir: string): Conversations {
  const { database, setAside } = openConversationDatabase(dataDir);
  const listeners = new Set<() => void>();
  const fields = 'id, title, model, updated_at AS updatedAt';
  const select = database.prepare(`SELECT ${fields}, messages FROM conversation WHERE id = ?`);
  const list = database.prepare(`SELECT ${fields} FROM conversation ORDER BY updated_at DESC, id`);
  const upsert = database.prepare(
    `INSERT INTO conversation (id, title, model, updated_at, messages) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET title = excluded.title, model = excluded.model,
       updated_at = excluded.updated_at, messages = excluded.messages`,
  );
  const drop = database.prepare('DELETE FROM conversation WHERE id = ?');

  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const summaries = (): ConversationSummary[] => z.array(ConversationSummary).parse(list.all());

  return {
    setAside,
    get: (id) => {
      const row = select.get(id);
      if (row === undefined) throw expectedError('NOT_FOUND');
      return Conversation.parse({ ...row, messages: Messages.parse(JSON.parse(String(row.messages))) });
    },
    save: ({ id, title, model, updatedAt, messages }) => {
      upsert.run(id, title, model, updatedAt, JSON.stringify(messages));
      changed();
    },
    remove: (id) => {
      drop.run(id);
      changed();
    },
    async *watch(signal) {
      const waker = createWaker(signal);
      listeners.add(waker.wake);
      try {
        yield summaries();
        while (await waker.wait()) yield summaries();
      } finally {
        listeners.delete(waker.wake);
        waker.close();
      }
    },
    close: () => database.close(),
  };
}
