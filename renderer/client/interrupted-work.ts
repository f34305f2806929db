import type { InterruptionScope, Work } from '../../contract/work.ts';

/** What of the work under way is cut off. */
export function interruptedWork(
  { activeRequests, keyedRequests, pulls }: Work,
  scope: InterruptionScope,
): Pick<Work, 'activeRequests' | 'pulls'> {
  return scope === 'all' ? { activeRequests, pulls } : { activeRequests: keyedRequests, pulls: [] };
}
