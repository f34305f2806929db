import type { InterruptionScope, Work } from '../work.ts';

/** Work that an action interrupts, or the part of it that counts. */
export type InterruptibleWork = Pick<Work, 'activeRequests' | 'pulls'>;

export function isIdle({ activeRequests, pulls }: InterruptibleWork): boolean {
  return activeRequests === 0 && pulls.length === 0;
}

/** The part of the work in progress that an action of this scope interrupts. */
export function interruptedWork(
  { activeRequests, keyedRequests, pulls }: Work,
  scope: InterruptionScope,
): InterruptibleWork {
  return scope === 'all' ? { activeRequests, pulls } : { activeRequests: keyedRequests, pulls: [] };
}
