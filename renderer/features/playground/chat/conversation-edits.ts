import type { Conversation, Message } from '../../../../contract/conversations.ts';

/** As much of the first message as fits the history column twice. */
const titleLength = 60;

export function newConversation(id: string, at: number): Conversation {
  return { id, title: '', model: null, updatedAt: at, messages: [] };
}

export function userMessage(id: string, content: string, at: number): Message {
  return { id, role: 'user', content, thinking: null, model: null, at, end: null, error: null, stats: null };
}

/** The conversation with a question and its answer-to-be at the end; the first question names it. */
export function withTurn(conversation: Conversation, question: Message, answer: Message): Conversation {
  return {
    ...conversation,
    title: conversation.title === '' ? titleOf(question.content) : conversation.title,
    model: answer.model,
    updatedAt: answer.at,
    messages: [...conversation.messages, question, answer],
  };
}

/** The conversation up to the question that `answerId` answered, and an empty answer in its place. */
export function withAnswerAgain(conversation: Conversation, answerId: string, answer: Message): Conversation {
  const index = conversation.messages.findIndex(({ id }) => id === answerId);
  if (index < 0) return conversation;
  const before = conversation.messages.slice(0, index);
  return { ...conversation, model: answer.model, updatedAt: answer.at, messages: [...before, answer] };
}

/** The conversation with a newer form of one of its messages. */
export function withMessage(conversation: Conversation, message: Message, at: number): Conversation {
  const messages = conversation.messages.map((old) => (old.id === message.id ? message : old));
  return { ...conversation, updatedAt: at, messages };
}

/** The first words of a message, on one line. */
export function titleOf(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length <= titleLength ? line : `${line.slice(0, titleLength - 1).trimEnd()}…`;
}
