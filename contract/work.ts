import { z } from 'zod';

/** What is under way, as far as Corral can know: what passes Corral. */
export const Work = z.object({
  /** Answers that are being written. */
  activeRequests: z.number(),
  /** Those of them that go to callers with a key. */
  keyedRequests: z.number(),
  /** Names of the models that are being downloaded. */
  pulls: z.array(z.string()),
});
export type Work = z.infer<typeof Work>;

/** What an action cuts off of the work under way. */
export const InterruptionScope = z.enum(['all', 'keyedRequests']);
export type InterruptionScope = z.infer<typeof InterruptionScope>;
