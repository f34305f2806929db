import { setTimeout as delay } from 'node:timers/promises';
import type { ServerSlice } from '../../contract/server.ts';
import { invariantViolations, type ObservedSystem } from './invariants.ts';

/** The slowest case, five restarts of a server that has to be killed each time, takes half of this. */
const SETTLE_TIMEOUT_MS = 90_000;
/** Between two checks, growing, in milliseconds: most cases settle soon, and a check inspects all processes. */
const MIN_CHECK_INTERVAL_MS = 20;
const MAX_CHECK_INTERVAL_MS = 200;

export interface Settling {
  server(): ServerSlice;
  observe(): Promise<ObservedSystem>;
  /** Violations of further invariants. */
  moreViolations?(): readonly string[] | Promise<readonly string[]>;
  /** Stops waiting, as if it had settled. */
  readonly signal?: AbortSignal;
}

/**
 * Waits until the state shown has settled and is true.
 * @throws {Error} that lists the violations when that takes too long
 */
export async function settle({ server, observe, moreViolations = () => [], signal }: Settling): Promise<void> {
  const deadline = performance.now() + SETTLE_TIMEOUT_MS;
  let intervalMs = MIN_CHECK_INTERVAL_MS;
  while (!signal?.aborted) {
    const shown = server();
    const violations = [...(await invariantViolations(shown, await observe())), ...(await moreViolations())];
    if (violations.length === 0 && server().actual === shown.actual) return;
    if (performance.now() > deadline) throw new Error(`${violations.join('; ')}\n  shown: ${JSON.stringify(shown)}`);
    await delay(intervalMs);
    intervalMs = Math.min(intervalMs * 1.5, MAX_CHECK_INTERVAL_MS);
  }
}
