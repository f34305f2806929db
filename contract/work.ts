import { z } from 'zod';

/** What a stop or restart of the server would cut off, as far as Corral can know: what passes Corral. */
export const Work = z.object({
  /** Answers that are being written. */
  answers: z.number(),
  /** Names of the models that are being downloaded. */
  pulls: z.array(z.string()),
});
export type Work = z.infer<typeof Work>;
