import { setTimeout as delay } from 'node:timers/promises';
import { type Endpoint, probeVersion } from '../../ollama/probe-version.ts';
import { groupMembers, processInfo } from '../../os/process-info.ts';
import { evaluateHealth, type HealthTiming } from './health-policy.ts';

/** A share of one processor, over the time between two looks, from which on a runner counts as working. */
const busyShare = 0.2;
/** A turn that took this much longer than it can was no silence of the server's: we were asleep ourselves. Milliseconds. */
const timerLagMs = 3_000;

/** What Corral sees of the server's work, so that a busy one isn't taken for hung. */
export interface LivenessSignals {
  /** When something of the server last passed Corral, by `performance.now()`. */
  readonly lastPassed: () => number;
  /** A model is being loaded. */
  readonly isLoading: () => boolean;
}

export interface HealthWatchOptions {
  readonly pid: number;
  readonly endpoint: Endpoint;
  readonly timing: HealthTiming;
  readonly signs: LivenessSignals;
  readonly onUnresponsive: () => void;
  /** It answers again after it was silent. */
  readonly onResponsive: () => void;
  readonly signal: AbortSignal;
}

export interface HealthWatch {
  /** Resolves with the length of the silence in milliseconds when the server has to be taken for hung; never otherwise. */
  readonly hung: Promise<number>;
  /** Asks now; what was silent until now, such as while this machine slept, no longer counts. */
  check(): void;
}

/** The time that the runners of a server have used of the processor, in milliseconds. */
async function runnersCpuMs(pgid: number): Promise<number> {
  const members = (await groupMembers(pgid)).filter((pid) => pid !== pgid);
  const infos = await Promise.all(members.map((pid) => processInfo(pid)));
  return infos.reduce((sum, info) => sum + (info?.cpuMs ?? 0), 0);
}

/** Asks a running server again and again whether it still answers, and tells when it does not or does again. */
export function watchHealth(options: HealthWatchOptions): HealthWatch {
  const { pid, endpoint, timing, signs, signal } = options;
  const hung = Promise.withResolvers<number>();
  let lastSign = performance.now();
  let wake = new AbortController();
  let isSilent = false;
  let runners: { readonly at: number; readonly cpuMs: number } | null = null;

  const pause = (ms: number): Promise<void> =>
    delay(ms, undefined, { signal: AbortSignal.any([signal, wake.signal]), ref: false }).catch(() => undefined);

  const answered = (): void => {
    lastSign = performance.now();
    runners = null;
    if (isSilent) options.onResponsive();
    isSilent = false;
  };

  /** Whether the runners have worked since the last look; the first look only notes where they stand. */
  const isBusy = async (): Promise<boolean> => {
    const now = { at: performance.now(), cpuMs: await runnersCpuMs(pid) };
    const before = runners;
    runners = now;
    return before !== null && now.cpuMs - before.cpuMs >= (now.at - before.at) * busyShare;
  };

  const judge = async (): Promise<void> => {
    // Tools that don't tell are no reason to take a server for hung sooner.
    const busy = await isBusy().catch(() => true);
    const info = await processInfo(pid).catch(() => null);
    const silentMs = performance.now() - lastSign;
    const facts = { silentMs, isStopped: info?.isStopped ?? false, isLoading: signs.isLoading(), isBusy: busy };
    const verdict = evaluateHealth(facts, timing);
    if (verdict === 'hung') hung.resolve(silentMs);
    if (verdict !== 'silent' || isSilent) return;
    isSilent = true;
    options.onUnresponsive();
  };

  const turn = async (): Promise<void> => {
    const began = performance.now();
    const version = await probeVersion(endpoint, timing.timeoutMs);
    if (signal.aborted) return;
    const took = performance.now() - began;
    if (version !== null) return answered();
    if (took > timing.timeoutMs + timerLagMs) lastSign = performance.now();
    // An answer that is being written comes through Corral even where the question waits its turn.
    if (signs.lastPassed() > lastSign) return answered();
    await judge();
  };

  const watch = async (): Promise<void> => {
    await pause(timing.askEveryMs);
    while (!signal.aborted) {
      const began = performance.now();
      await turn();
      // Nothing answered, so ask again soon; where it took its whole time already, at once.
      const well = performance.now() - lastSign < timing.askEveryMs;
      const pauseMs = well ? timing.askEveryMs : Math.max(0, timing.timeoutMs / 4 - (performance.now() - began));
      await pause(pauseMs);
    }
  };
  // What can't be asked now is asked at the next turn of a new run; the server itself is not to blame.
  void watch().catch(() => undefined);

  return {
    hung: hung.promise,
    check: () => {
      lastSign = performance.now();
      wake.abort();
      wake = new AbortController();
    },
  };
}
