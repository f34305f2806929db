import { z } from 'zod';

export const LogLine = z.object({
  /** Grows by one a line; never reused in the life of the host. */
  n: z.number(),
  runId: z.string(),
  /** When it was written; null for a line without a time of its own, such as a runner's. */
  at: z.number().nullable(),
  level: z.enum(['debug', 'info', 'warn', 'error', 'request', 'raw']),
  text: z.string(),
});
export type LogLine = z.infer<typeof LogLine>;

/** First the lines held in memory (`reset`), then new ones as they come. */
export const LogEvent = z.object({ reset: z.boolean(), lines: z.array(LogLine) });
export type LogEvent = z.infer<typeof LogEvent>;
