import { z } from 'zod';

/** Work in progress that goes through Corral; it doesn't see any other. */
export const Work = z.object({
  /** Requests whose responses are being generated. */
  activeRequests: z.number(),
  /** Those of them that were made with a key. */
  keyedRequests: z.number(),
  /** Names of the models that are downloading. */
  pulls: z.array(z.string()),
});
export type Work = z.infer<typeof Work>;

/** Which of the work in progress an action interrupts. */
export const InterruptionScope = z.enum(['all', 'keyedRequests']);
export type InterruptionScope = z.infer<typeof InterruptionScope>;
