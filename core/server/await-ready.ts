import { setTimeout as delay } from 'node:timers/promises';
import { type Endpoint, probeVersion } from '../ollama/probe-version.ts';

const askEveryMs = 25;
/** A request sent before the server answers at all hangs, so each try is short. */
const tryTimeoutMs = 2_000;
/** GPU discovery takes up to two passes of 30 s; a cold disk adds to it. */
const totalMs = 120_000;

/** Asks until the server answers; its version, or null when `signal` aborted or 120 s have passed. */
export async function awaitReady(endpoint: Endpoint, signal: AbortSignal): Promise<string | null> {
  const deadline = Date.now() + totalMs;
  while (!signal.aborted && Date.now() < deadline) {
    const version = await probeVersion(endpoint, tryTimeoutMs);
    if (version !== null) return version;
    await delay(askEveryMs, undefined, { signal }).catch(() => undefined);
  }
  return null;
}
