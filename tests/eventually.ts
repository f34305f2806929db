import { vi } from 'vitest';

/** A busy machine takes longer to get somewhere; who waits goes on as soon as it is there. */
const patienceMs = 20_000;
const pollIntervalMs = 20;

/** Calls `check` until it doesn't throw, and gives what it gave. Throws what it threw last when the time is over. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: patienceMs, interval: pollIntervalMs });
}
