import { z } from 'zod';
import { ACTIVITY_PAGE_SIZE, MAX_ID_LENGTH, MAX_MODEL_NAME_LENGTH, MAX_SEARCH_LENGTH } from './derived/limits.ts';

/** The key a client presented: its id, and its name at that time. Never its secret. */
export const ActivityKey = z.object({ id: z.string(), name: z.string() });
export type ActivityKey = z.infer<typeof ActivityKey>;

/** The state of a request; `interrupted` means that Corral quit before it was complete. */
export const ActivityOutcome = z.enum(['running', 'done', 'canceled', 'failed', 'interrupted']);
export type ActivityOutcome = z.infer<typeof ActivityOutcome>;

/** The `type` of each error that Corral itself responds with. */
export const GatewayErrorType = z.enum([
  'bad_upstream_response',
  'cloud_not_allowed',
  'forbidden_host',
  'forbidden_origin',
  'internal_error',
  'invalid_api_key',
  'invalid_request_error',
  'missing_api_key',
  'model_not_allowed',
  'not_found_error',
  'overloaded',
  'request_too_large',
  'scope_not_allowed',
  'server_not_running',
  'too_many_connections',
  'too_many_requests',
  'unsupported_encoding',
]);
export type GatewayErrorType = z.infer<typeof GatewayErrorType>;

/** A request that went through Corral, or one from the server's access log. No body is ever stored. Durations are milliseconds. */
export const ActivityEntry = z.object({
  /** Digits; later requests have greater numbers. */
  id: z.string(),
  /** When it began; for a direct one, when it ended. */
  at: z.number(),
  /** An address, `Playground` or `This Mac`. */
  client: z.string(),
  key: ActivityKey.nullable(),
  /** It went directly to the server, not through Corral: only time, client, path, status and duration are known. */
  direct: z.boolean(),
  method: z.string(),
  path: z.string(),
  model: z.string().nullable(),
  /** null until the response begins. */
  status: z.number().nullable(),
  /** Why Corral itself responded with an error; absent where the server did, and in requests that earlier builds recorded. */
  errorType: GatewayErrorType.optional(),
  firstByteMs: z.number().nullable(),
  /** null where there was none, or where the response wasn't streamed, which doesn't show it. */
  firstTokenMs: z.number().nullable(),
  durationMs: z.number().nullable(),
  promptTokens: z.number().nullable(),
  completionTokens: z.number().nullable(),
  /** From the first token on. */
  tokensPerSecond: z.number().nullable(),
  outcome: ActivityOutcome,
});
export type ActivityEntry = z.infer<typeof ActivityEntry>;

const Time = z.number();

/** Which requests; a missing field matches every request. */
export const ActivityFilter = z.object({
  /** Part of the client, the key's name, the model, the endpoint or the status. */
  text: z.string().max(MAX_SEARCH_LENGTH).optional(),
  /** A key's id; null for requests without one. */
  key: z.string().max(MAX_ID_LENGTH).nullable().optional(),
  /** null for requests without one. */
  model: z.string().max(MAX_MODEL_NAME_LENGTH).nullable().optional(),
  outcome: ActivityOutcome.optional(),
  /** Inclusive. */
  from: Time.optional(),
  /** Exclusive. */
  to: Time.optional(),
});
export type ActivityFilter = z.infer<typeof ActivityFilter>;

/** First the newest matches (`reset`), then those that changed; newest last. Older ones are available with `query`. */
export const ActivityEvent = z.object({
  reset: z.boolean(),
  entries: z.array(ActivityEntry),
  /** Ids of requests that changed and don't match (anymore), and of those that are no longer stored. */
  removed: z.array(z.string()),
  /** The number of all matches. */
  total: z.number(),
});
export type ActivityEvent = z.infer<typeof ActivityEvent>;

export const ActivityQuery = ActivityFilter.extend({
  /** Only requests older than the one with this id. */
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

/** `errors` counts failed requests, but not canceled ones. Tokens are those of responses that reported them. */
export const ActivitySum = z.object({
  requests: z.number(),
  errors: z.number(),
  promptTokens: z.number(),
  completionTokens: z.number(),
});
export type ActivitySum = z.infer<typeof ActivitySum>;

/** Totals of a time range; most tokens first, days newest first. */
export const ActivityTotals = z.object({
  all: ActivitySum,
  byKey: z.array(ActivitySum.extend({ key: ActivityKey.nullable() })),
  byModel: z.array(ActivitySum.extend({ model: z.string().nullable() })),
  /** `day` is the local date, such as 2026-08-21. */
  byDay: z.array(ActivitySum.extend({ day: z.string() })),
});
export type ActivityTotals = z.infer<typeof ActivityTotals>;

/** The figures above the page's table, and the choices of its filters. */
export const ActivityOverview = z.object({
  running: z.number(),
  /** Since midnight. */
  today: ActivitySum,
  /** The last 60 minutes, oldest first; the last one isn't over. */
  minutes: z.array(z.object({ at: Time, requests: z.number(), tokens: z.number() })),
  /** Choices of the filters. */
  models: z.array(z.string()),
  keys: z.array(ActivityKey),
});
export type ActivityOverview = z.infer<typeof ActivityOverview>;
