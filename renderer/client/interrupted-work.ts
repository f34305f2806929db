import type { InterruptionScope, Work } from '../../contract/work.ts';

/** What of the work under way is cut off. */
export const workCutOff = (
  { answers, keyedRequests, pulls }: Work,
  cutOff: InterruptionScope,
): Pick<Work, 'answers' | 'pulls'> =>
  cutOff === 'everything' ? { answers, pulls } : { answers: keyedRequests, pulls: [] };
