import { setTimeout as delay } from 'node:timers/promises';
import type { ServerSlice } from '../../contract/server.ts';
import { invariantViolations, type ObservedSystem } from './invariants.ts';

/** The longest way to rest, five restarts of a server that has to be killed each time, takes half of this. */
const patienceMs = 90_000;
/** Pauses between looks, in milliseconds: most come to rest soon, and a look goes through all processes. */
const firstPauseMs = 20;
const longestPauseMs = 200;

export interface Settling {
  server(): ServerSlice;
  scene(): Promise<ObservedSystem>;
  /** What else isn't as it should be, in words. */
  broken?(): readonly string[];
  /** Stops waiting, as if it had settled. */
  readonly signal?: AbortSignal;
}

/** Waits until the state shown has come to rest and is the truth, and fails with what isn't. */
export async function settle({ server, scene, broken = () => [], signal }: Settling): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (let pauseMs = firstPauseMs; !signal?.aborted; pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)) {
    const shown = server();
    const said = [...(await invariantViolations(shown, await scene())), ...broken()];
    if (said.length === 0 && server().actual === shown.actual) return;
    if (performance.now() > deadline) throw new Error(`${said.join('; ')}\n  shown: ${JSON.stringify(shown)}`);
    await delay(pauseMs);
  }
}
