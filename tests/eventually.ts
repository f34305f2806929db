import { vi } from 'vitest';

/** Long enough for a busy machine; a wait ends as soon as its check passes. */
const TIMEOUT_MS = 20_000;
const POLL_INTERVAL_MS = 20;

/**
 * Calls `check` until it doesn't throw, and resolves to its result.
 * @throws what it threw last, when the time is up
 */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: TIMEOUT_MS, interval: POLL_INTERVAL_MS });
}
