import type { Conversation, Message } from '../../../../contract/conversations.ts';

/** Two lines of the history column. Characters. */
const MAX_TITLE_LENGTH = 60;

export function newConversation(id: string, at: number): Conversation {
  return { id, title: '', model: null, updatedAt: at, messages: [] };
}

export function userMessage(id: string, content: string, at: number): Message {
  return { id, role: 'user', content, thinking: null, model: null, at, end: null, error: null, stats: null };
}

/** Appends a user message and its empty response; the first user message names the conversation. */
export function withTurn(conversation: Conversation, message: Message, response: Message): Conversation {
  return {
    ...conversation,
    title: conversation.title === '' ? titleOf(message.content) : conversation.title,
    model: response.model,
    updatedAt: response.at,
    messages: [...conversation.messages, message, response],
  };
}

/** Replaces the response `responseId` with an empty one and drops everything after it. */
export function withRegenerated(conversation: Conversation, responseId: string, response: Message): Conversation {
  const index = conversation.messages.findIndex(({ id }) => id === responseId);
  if (index < 0) return conversation;
  const before = conversation.messages.slice(0, index);
  return { ...conversation, model: response.model, updatedAt: response.at, messages: [...before, response] };
}

/** Replaces the message with the same id. */
export function withMessage(conversation: Conversation, message: Message, at: number): Conversation {
  const messages = conversation.messages.map((old) => (old.id === message.id ? message : old));
  return { ...conversation, updatedAt: at, messages };
}

/** The beginning of a message, on one line. */
export function titleOf(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length <= MAX_TITLE_LENGTH ? line : `${line.slice(0, MAX_TITLE_LENGTH - 1).trimEnd()}…`;
}
