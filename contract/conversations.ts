import { z } from 'zod';

const Time = z.number();

export const MessageStats = z.object({
  /** Milliseconds from sending to the first piece of the answer. */
  firstTokenMs: z.number().nullable(),
  tokensPerSecond: z.number().nullable(),
  promptTokens: z.number().nullable(),
  completionTokens: z.number().nullable(),
  /** Milliseconds from the first piece of reasoning to the first of the answer; missing in what was saved without it. */
  thinkingMs: z.number().nullable().optional(),
});
export type MessageStats = z.infer<typeof MessageStats>;

export const Message = z.object({
  id: z.string().min(1).max(64),
  role: z.enum(['system', 'user', 'assistant']),
  content: z.string(),
  /** A thinking model's reasoning, kept apart from the answer. */
  thinking: z.string().nullable(),
  model: z.string().nullable(),
  at: Time,
  /** How an answer ended; null while it is being written, and for other roles. */
  end: z.enum(['complete', 'length', 'stopped', 'error', 'interrupted']).nullable(),
  error: z.string().nullable(),
  stats: MessageStats.nullable(),
});
export type Message = z.infer<typeof Message>;

export const Conversation = z.object({
  id: z.string().min(1).max(64),
  title: z.string().max(200),
  model: z.string().nullable(),
  updatedAt: Time,
  messages: z.array(Message).max(5000),
});
export type Conversation = z.infer<typeof Conversation>;

export const ConversationSummary = Conversation.omit({ messages: true });
export type ConversationSummary = z.infer<typeof ConversationSummary>;
