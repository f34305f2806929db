import { z } from 'zod';

export const LogLine = z.object({
  /** Increases by one per line while the host runs. A gap means that lines came faster than they could be sent. */
  n: z.number(),
  /** Who wrote it: the server and its runners, or Corral itself. */
  source: z.enum(['server', 'corral']),
  /** The server's run; empty for Corral's own lines. */
  runId: z.string(),
  /** When it was written; null for a line without a time, such as a runner's. */
  at: z.number().nullable(),
  level: z.enum(['debug', 'info', 'warn', 'error', 'request', 'raw']),
  text: z.string(),
});
export type LogLine = z.infer<typeof LogLine>;

/** First the lines in memory (`reset`), then new ones as they arrive. */
export const LogEvent = z.object({
  reset: z.boolean(),
  lines: z.array(LogLine),
  /** The run's log file if it can't be read; otherwise null. */
  unreadable: z.string().nullable(),
});
export type LogEvent = z.infer<typeof LogEvent>;
