import { z } from 'zod';

/** One request that passed Corral. No body is ever kept. Durations are milliseconds. */
export const ActivityEntry = z.object({
  id: z.string(),
  at: z.number(),
  method: z.string(),
  path: z.string(),
  model: z.string().nullable(),
  /** null while no answer has begun. */
  status: z.number().nullable(),
  firstByteMs: z.number().nullable(),
  durationMs: z.number().nullable(),
  promptTokens: z.number().nullable(),
  completionTokens: z.number().nullable(),
  outcome: z.enum(['running', 'done', 'cancelled', 'failed']),
});
export type ActivityEntry = z.infer<typeof ActivityEntry>;

/** First everything held in memory (`reset`), then entries as they change; newest last. */
export const ActivityEvent = z.object({ reset: z.boolean(), entries: z.array(ActivityEntry) });
export type ActivityEvent = z.infer<typeof ActivityEvent>;
