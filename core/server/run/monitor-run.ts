import { setTimeout as delay } from 'node:timers/promises';
import { serverFailureText } from '../../../contract/derived/catalog/en/server-failures.ts';
import { formatDuration } from '../../../contract/derived/format/format-duration.ts';
import type { ServerCause } from '../../../contract/server.ts';
import type { Endpoint } from '../../ollama/endpoint.ts';
import { probeVersion } from '../../ollama/probe-version.ts';
import { isPortOf } from '../port/port-owner.ts';
import type { HealthTiming } from './health-policy.ts';
import { makeCause } from './server-cause.ts';
import { type FolderTiming, watchFolder } from './watch-folder.ts';
import { type HealthWatch, type LivenessSignals, watchHealth } from './watch-health.ts';

/** Between two probes while the server starts: it is shown as running within this time. */
const STARTUP_PROBE_INTERVAL_MS = 25;
/** A request that arrives before the server accepts any hangs, so that each probe is short. */
const STARTUP_PROBE_TIMEOUT_MS = 2_000;

export interface MonitorOptions {
  readonly pid: number;
  readonly endpoint: Endpoint;
  /** How long it may take until it responds, in milliseconds. */
  readonly readinessTimeoutMs: number;
  readonly timing: HealthTiming;
  readonly liveness: LivenessSignals;
  readonly folderProblem: () => Promise<string | null>;
  readonly folderTiming: FolderTiming;
  readonly onReady: (version: string) => void;
  readonly onUnresponsive: () => void;
  readonly onResponsive: () => void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

export interface RunMonitor {
  /**
   * Resolves with the reason why the server has to be stopped: it doesn't respond in time or no longer, or its models are
   * gone. Stays pending for a server that works, and after the signal has aborted.
   */
  readonly rejected: Promise<ServerCause>;
  /** Probes a running server now; see `HealthWatch`. */
  check(): void;
}

type Startup = Pick<MonitorOptions, 'endpoint' | 'readinessTimeoutMs' | 'signal'>;

/** Probes until the server responds: its version, or null when the time is over or `signal` has aborted. */
async function awaitReady({ endpoint, readinessTimeoutMs, signal }: Startup): Promise<string | null> {
  const deadline = performance.now() + readinessTimeoutMs;
  while (!signal.aborted) {
    const remainingMs = Math.ceil(deadline - performance.now());
    if (remainingMs <= 0) return null;
    const version = await probeVersion(endpoint, Math.min(STARTUP_PROBE_TIMEOUT_MS, remainingMs));
    if (version !== null) return version;
    await delay(STARTUP_PROBE_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
  }
  return null;
}

/** Null once the server is ready; otherwise why it isn't in time, or that another process responded on its port. */
async function awaitStartup(options: MonitorOptions): Promise<ServerCause | null> {
  const { pid, endpoint, readinessTimeoutMs, signal } = options;
  const version = await awaitReady(options);
  if (signal.aborted) return null;
  if (version === null) {
    const duration = formatDuration(readinessTimeoutMs);
    return makeCause('neverReady', serverFailureText('start.neverReady', { duration }));
  }
  options.onReady(version);
  // Tools that fail are no reason to stop a server that responds.
  if (await isPortOf(pid, endpoint.port).catch(() => true)) return null;
  // Another process bound the port between our scan and the server's bind, and it was that one which responded.
  return signal.aborted ? null : makeCause('addressInUse', serverFailureText('start.portTaken'));
}

/** Monitors a server that was launched: its startup, then its health and its models folder. */
export function monitorRun(options: MonitorOptions): RunMonitor {
  let health: HealthWatch | null = null;

  const monitor = async (): Promise<ServerCause> => {
    const startupFailure = await awaitStartup(options);
    if (startupFailure !== null) return startupFailure;
    health = watchHealth(options);
    const hung = health.hung.then((ms) =>
      makeCause('unresponsive', serverFailureText('run.unresponsive', { duration: formatDuration(ms) })),
    );
    const modelsFolderLost = watchFolder(options.folderProblem, options.folderTiming, options.signal).then(
      (problem) => makeCause('modelsFolderUnavailable', problem),
      // Aborted: the run is over.
      () => new Promise<never>(() => undefined),
    );
    return Promise.race([hung, modelsFolderLost]);
  };

  return { rejected: monitor(), check: () => health?.check() };
}
