import { z } from 'zod';
import { MAX_ID_LENGTH } from './derived/limits.ts';

const Time = z.number();

export const MessageStats = z.object({
  /** Milliseconds from sending to the first piece of the response. */
  firstTokenMs: z.number().nullable(),
  tokensPerSecond: z.number().nullable(),
  promptTokens: z.number().nullable(),
  completionTokens: z.number().nullable(),
  /** Milliseconds from the first piece of reasoning to the first of the response; missing in older messages. */
  thinkingMs: z.number().nullable().optional(),
});
export type MessageStats = z.infer<typeof MessageStats>;

export const ResponseFailure = z.enum(['serverNotRunning', 'modelNotFound', 'connectionLost', 'serverError']);
export type ResponseFailure = z.infer<typeof ResponseFailure>;

export const Message = z.object({
  id: z.string().min(1).max(MAX_ID_LENGTH),
  role: z.enum(['system', 'user', 'assistant']),
  content: z.string(),
  /** A thinking model's reasoning, kept apart from the response. */
  thinking: z.string().nullable(),
  model: z.string().nullable(),
  at: Time,
  /** How a response ended; null while it is being generated, and for other roles. */
  end: z.enum(['complete', 'length', 'stopped', 'error', 'interrupted']).nullable(),
  error: z.string().nullable(),
  /** Why a response ended with `error`; missing in messages saved before it was stored. */
  failure: ResponseFailure.optional(),
  stats: MessageStats.nullable(),
});
export type Message = z.infer<typeof Message>;

export const Conversation = z.object({
  id: z.string().min(1).max(MAX_ID_LENGTH),
  title: z.string().max(200),
  model: z.string().nullable(),
  updatedAt: Time,
  messages: z.array(Message).max(5000),
});
export type Conversation = z.infer<typeof Conversation>;

export const ConversationSummary = Conversation.omit({ messages: true });
export type ConversationSummary = z.infer<typeof ConversationSummary>;
