import { setTimeout as delay } from 'node:timers/promises';
import type { Endpoint } from '../../ollama/endpoint.ts';
import { probeVersion } from '../../ollama/probe-version.ts';
import { groupMembers, processInfo } from '../../os/process-info.ts';
import { evaluateHealth, type HealthFacts, type HealthTiming, nextProbeDelayMs } from './health-policy.ts';

/** From this share of one processor on, between two samples, a server's runners count as busy. */
const BUSY_CPU_SHARE = 0.2;
/** A probe that took this much longer than its timeout means that we were suspended ourselves, not the server. Milliseconds. */
const TIMER_LAG_MS = 3_000;

/** What Corral sees of the server's work, so that a busy one isn't taken for hung. */
export interface LivenessSignals {
  /** When data of a response or a pull last went through Corral, by `performance.now()`. */
  readonly lastTrafficAt: () => number;
  /** A model is being loaded. */
  readonly isLoading: () => boolean;
}

export interface HealthWatchOptions {
  readonly pid: number;
  readonly endpoint: Endpoint;
  readonly timing: HealthTiming;
  readonly liveness: LivenessSignals;
  readonly onUnresponsive: () => void;
  /** It responds again. */
  readonly onResponsive: () => void;
  readonly signal: AbortSignal;
}

export interface HealthWatch {
  /** Resolves with how long the server hasn't responded, in milliseconds, once it counts as hung; never otherwise. */
  readonly hung: Promise<number>;
  /** Probes now; the time without a response so far, such as while this machine slept, no longer counts. */
  check(): void;
}

/** The processor time that the runners of a server have used, in milliseconds. */
async function runnersCpuMs(pgid: number): Promise<number> {
  const members = (await groupMembers(pgid)).filter((pid) => pid !== pgid);
  const infos = await Promise.all(members.map((pid) => processInfo(pid)));
  return infos.reduce((sum, info) => sum + (info?.cpuMs ?? 0), 0);
}

interface BusyDetector {
  /** Whether the runners were busy since the last sample; the first sample only sets the baseline. */
  sample(): Promise<boolean>;
  reset(): void;
}

function createBusyDetector(pgid: number): BusyDetector {
  let last: { readonly at: number; readonly cpuMs: number } | null = null;
  return {
    sample: async () => {
      const now = { at: performance.now(), cpuMs: await runnersCpuMs(pgid) };
      const before = last;
      last = now;
      return before !== null && now.cpuMs - before.cpuMs >= (now.at - before.at) * BUSY_CPU_SHARE;
    },
    reset: () => {
      last = null;
    },
  };
}

/** Tools that fail are no reason to take a server for hung any sooner. */
async function inspectProcess(pid: number, busy: BusyDetector): Promise<Pick<HealthFacts, 'isBusy' | 'isStopped'>> {
  const isBusy = await busy.sample().catch(() => true);
  const info = await processInfo(pid).catch(() => null);
  return { isBusy, isStopped: info?.isStopped ?? false };
}

async function pause(ms: number, until: AbortSignal[]): Promise<void> {
  await delay(ms, undefined, { signal: AbortSignal.any(until), ref: false }).catch(() => undefined);
}

/** Probes a running server periodically, and tells when it stops responding and when it responds again. */
export function watchHealth(options: HealthWatchOptions): HealthWatch {
  const { pid, endpoint, timing, liveness, signal } = options;
  const hung = Promise.withResolvers<number>();
  const busyDetector = createBusyDetector(pid);
  let lastSignAt = performance.now();
  let isUnresponsive = false;
  let wake = new AbortController();

  const onSignOfLife = (): void => {
    lastSignAt = performance.now();
    busyDetector.reset();
    if (isUnresponsive) options.onResponsive();
    isUnresponsive = false;
  };

  const evaluate = async (): Promise<void> => {
    const processFacts = await inspectProcess(pid, busyDetector);
    const unresponsiveMs = performance.now() - lastSignAt;
    const verdict = evaluateHealth({ ...processFacts, unresponsiveMs, isLoading: liveness.isLoading() }, timing);
    if (verdict === 'hung') hung.resolve(unresponsiveMs);
    if (verdict !== 'unresponsive' || isUnresponsive) return;
    isUnresponsive = true;
    options.onUnresponsive();
  };

  const probe = async (): Promise<void> => {
    const startedAt = performance.now();
    const version = await probeVersion(endpoint, timing.probeTimeoutMs);
    if (signal.aborted) return;
    const tookMs = performance.now() - startedAt;
    if (version !== null) return onSignOfLife();
    if (tookMs > timing.probeTimeoutMs + TIMER_LAG_MS) lastSignAt = performance.now();
    // A response being generated goes through Corral even while the server keeps the probe waiting.
    if (liveness.lastTrafficAt() > lastSignAt) return onSignOfLife();
    await evaluate();
  };

  const watch = async (): Promise<void> => {
    await pause(timing.probeIntervalMs, [signal, wake.signal]);
    while (!signal.aborted) {
      const startedAt = performance.now();
      await probe();
      const now = performance.now();
      const delayMs = nextProbeDelayMs({ sinceLastSignMs: now - lastSignAt, probeMs: now - startedAt }, timing);
      await pause(delayMs, [signal, wake.signal]);
    }
  };
  // A probe that throws ends the watch of this run; the server itself is not to blame.
  void watch().catch(() => undefined);

  return {
    hung: hung.promise,
    check: () => {
      lastSignAt = performance.now();
      wake.abort();
      wake = new AbortController();
    },
  };
}
