import { setTimeout as delay } from 'node:timers/promises';
import { type Endpoint, probeVersion } from '../../ollama/probe-version.ts';

const askEveryMs = 25;
/** A request sent before the server answers at all hangs, so each try is short. */
const tryTimeoutMs = 2_000;

export interface Patience {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Asks until the server answers; its version, or null when `signal` aborted or the time is over. */
export async function awaitReady(endpoint: Endpoint, { timeoutMs, signal }: Patience): Promise<string | null> {
  const deadline = performance.now() + timeoutMs;
  while (!signal.aborted) {
    const leftMs = Math.ceil(deadline - performance.now());
    if (leftMs <= 0) return null;
    const version = await probeVersion(endpoint, Math.min(tryTimeoutMs, leftMs));
    if (version !== null) return version;
    await delay(askEveryMs, undefined, { signal }).catch(() => undefined);
  }
  return null;
}
