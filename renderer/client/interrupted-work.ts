import type { InterruptionScope, Work } from '../../contract/work.ts';

/** What of the work under way is cut off. */
export function workCutOff(
  { answers, keyedRequests, pulls }: Work,
  cutOff: InterruptionScope,
): Pick<Work, 'answers' | 'pulls'> {
  return cutOff === 'everything' ? { answers, pulls } : { answers: keyedRequests, pulls: [] };
}
