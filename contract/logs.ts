import { z } from 'zod';

export const LogLine = z.object({
  /** Grows by one a line; never reused in the life of the host. A gap means that lines came faster than they could be sent. */
  n: z.number(),
  /** Who wrote it: the server and its runners, or Corral itself. */
  source: z.enum(['server', 'corral']),
  /** The server's run; empty for Corral's own lines. */
  runId: z.string(),
  /** When it was written; null for a line without a time of its own, such as a runner's. */
  at: z.number().nullable(),
  level: z.enum(['debug', 'info', 'warn', 'error', 'request', 'raw']),
  text: z.string(),
});
export type LogLine = z.infer<typeof LogLine>;

/** First the lines held in memory (`reset`), then new ones as they come. */
export const LogEvent = z.object({
  reset: z.boolean(),
  lines: z.array(LogLine),
  /** The file of the server's run, where it can't be read. */
  unreadable: z.string().nullable(),
});
export type LogEvent = z.infer<typeof LogEvent>;
