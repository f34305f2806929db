import { z } from 'zod';
import { ACTIVITY_PAGE_SIZE, MAX_ID_LENGTH, MAX_MODEL_NAME_LENGTH, MAX_SEARCH_LENGTH } from './derived/limits.ts';

/** The key a client presented: its id and its name at that time. Never its secret. */
export const ActivityKey = z.object({ id: z.string(), name: z.string() });
export type ActivityKey = z.infer<typeof ActivityKey>;

/** How a request stands; `interrupted` is one that Corral's own end cut off. */
export const ActivityOutcome = z.enum(['running', 'done', 'canceled', 'failed', 'interrupted']);
export type ActivityOutcome = z.infer<typeof ActivityOutcome>;

/** One request that passed Corral, or one that the server's access log tells of. No body is ever kept. Durations are milliseconds. */
export const ActivityEntry = z.object({
  /** Digits; a later request has the greater number. */
  id: z.string(),
  /** When it began; of a direct one, when it ended. */
  at: z.number(),
  /** An address, `Playground` or `This Mac`. */
  client: z.string(),
  key: ActivityKey.nullable(),
  /** It went to the server past Corral: only time, client, path, status and duration are known. */
  direct: z.boolean(),
  method: z.string(),
  path: z.string(),
  model: z.string().nullable(),
  /** null while no answer has begun. */
  status: z.number().nullable(),
  firstByteMs: z.number().nullable(),
  /** null where there was none, or where the answer came whole at once, which says nothing of it. */
  firstTokenMs: z.number().nullable(),
  durationMs: z.number().nullable(),
  promptTokens: z.number().nullable(),
  completionTokens: z.number().nullable(),
  /** Counted from the first token on. */
  tokensPerSecond: z.number().nullable(),
  outcome: ActivityOutcome,
});
export type ActivityEntry = z.infer<typeof ActivityEntry>;

const Time = z.number();

/** Which requests; what is left out does not matter. */
export const ActivityFilter = z.object({
  /** In the client, the key's name, the model, the endpoint or the status. */
  text: z.string().max(MAX_SEARCH_LENGTH).optional(),
  /** A key's id; null for requests without one. */
  key: z.string().max(MAX_ID_LENGTH).nullable().optional(),
  /** null for requests without one. */
  model: z.string().max(MAX_MODEL_NAME_LENGTH).nullable().optional(),
  outcome: ActivityOutcome.optional(),
  /** From this moment on. */
  from: Time.optional(),
  /** Before this moment. */
  to: Time.optional(),
});
export type ActivityFilter = z.infer<typeof ActivityFilter>;

/** First the newest that match (`reset`), then those that changed; newest last. Older ones are asked for with `query`. */
export const ActivityEvent = z.object({
  reset: z.boolean(),
  entries: z.array(ActivityEntry),
  /** Ids of those that changed and do not match, or not any more, and of those that are kept no longer. */
  removed: z.array(z.string()),
  /** How many match in all. */
  total: z.number(),
});
export type ActivityEvent = z.infer<typeof ActivityEvent>;

export const ActivityQuery = ActivityFilter.extend({
  /** Only requests older than this one, by id. */
  before: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
  limit: z.number().int().min(1).max(1000).default(ACTIVITY_PAGE_SIZE),
});
export type ActivityQuery = z.infer<typeof ActivityQuery>;

/** Newest first. */
export const ActivityPage = z.object({ entries: z.array(ActivityEntry), more: z.boolean() });
export type ActivityPage = z.infer<typeof ActivityPage>;

/** `errors` counts what failed; what the client stopped is none. Tokens are of the answers that told them. */
export const ActivitySum = z.object({
  requests: z.number(),
  errors: z.number(),
  promptTokens: z.number(),
  completionTokens: z.number(),
});
export type ActivitySum = z.infer<typeof ActivitySum>;

/** What was asked in a range of time; the most tokens first, days newest first. */
export const ActivityTotals = z.object({
  all: ActivitySum,
  byKey: z.array(ActivitySum.extend({ key: ActivityKey.nullable() })),
  byModel: z.array(ActivitySum.extend({ model: z.string().nullable() })),
  /** `day` is this machine's local date, as 2026-08-21. */
  byDay: z.array(ActivitySum.extend({ day: z.string() })),
});
export type ActivityTotals = z.infer<typeof ActivityTotals>;

/** What the page shows above its table. */
export const ActivityOverview = z.object({
  running: z.number(),
  /** Since midnight. */
  today: ActivitySum,
  /** The last 60 minutes, oldest first; the last of them is not over. */
  minutes: z.array(z.object({ at: Time, requests: z.number(), tokens: z.number() })),
  /** What can be chosen from. */
  models: z.array(z.string()),
  keys: z.array(ActivityKey),
});
export type ActivityOverview = z.infer<typeof ActivityOverview>;
