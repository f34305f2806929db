import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { Conversation, ConversationSummary } from '../../contract/conversations.ts';
import { expectedError } from '../../contract/expected-error.ts';
import { createListeners } from '../async/listeners.ts';
import { createNotifier } from '../async/notifier.ts';

export interface Conversations {
  /** Newest first. */
  list(): ConversationSummary[];
  /** @throws NOT_FOUND when there is none with that id */
  get(id: string): Conversation;
  save(conversation: Conversation): void;
  remove(id: string): void;
  /** The list at once and again after each change, until `signal` aborts or the reader stops. */
  watch(signal?: AbortSignal): AsyncGenerator<ConversationSummary[], void>;
  close(): void;
}

const SUMMARY = 'id, title, model, updated_at AS updatedAt';

const StoredConversation = ConversationSummary.extend({
  messages: z.string().transform((text): unknown => JSON.parse(text)),
});

/** The playground's history. */
export function createConversations(database: DatabaseSync): Conversations {
  const listeners = createListeners<void>();
  const selectAll = database.prepare(`SELECT ${SUMMARY} FROM conversations ORDER BY updated_at DESC, id`);
  const selectOne = database.prepare(`SELECT ${SUMMARY}, messages FROM conversations WHERE id = ?`);
  const upsert = database.prepare(
    `INSERT INTO conversations (id, title, model, updated_at, messages) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET title = excluded.title, model = excluded.model,
       updated_at = excluded.updated_at, messages = excluded.messages`,
  );
  const deleteOne = database.prepare('DELETE FROM conversations WHERE id = ?');
  const list = () => selectAll.all().map((row) => ConversationSummary.parse(row));

  return {
    list,
    get(id) {
      const row = selectOne.get(id);
      if (!row) throw expectedError('NOT_FOUND');
      return Conversation.parse(StoredConversation.parse(row));
    },
    save({ id, title, model, updatedAt, messages }) {
      upsert.run(id, title, model, updatedAt, JSON.stringify(messages));
      listeners.notify();
    },
    remove(id) {
      deleteOne.run(id);
      listeners.notify();
    },
    async *watch(signal) {
      const notifier = createNotifier(signal);
      const unsubscribe = listeners.add(notifier.notify);
      try {
        do yield list();
        while (await notifier.wait());
      } finally {
        unsubscribe();
        notifier.close();
      }
    },
    close: () => database.close(),
  };
}
