import type { ServerCause } from '../../../contract/server.ts';
import type { Endpoint } from '../../ollama/probe-version.ts';
import { isPortOf } from '../port/port-owner.ts';
import { awaitReady } from './await-ready.ts';
import type { HealthTiming } from './health-policy.ts';
import { makeCause } from './server-cause.ts';
import { type FolderTiming, watchFolder } from './watch-folder.ts';
import { type HealthWatch, type LivenessSignals, watchHealth } from './watch-health.ts';

export interface MonitorOptions {
  readonly pid: number;
  readonly endpoint: Endpoint;
  /** How long it may take until it answers, in milliseconds. */
  readonly readinessTimeoutMs: number;
  readonly timing: HealthTiming;
  readonly signs: LivenessSignals;
  readonly folderProblem: () => Promise<string | null>;
  readonly folderTiming: FolderTiming;
  readonly onReady: (version: string) => void;
  readonly onUnresponsive: () => void;
  readonly onResponsive: () => void;
  /** The health watch, once there is something to watch. */
  readonly onWatch: (watch: HealthWatch) => void;
  /** Aborts when the run is over or nobody cares any more. */
  readonly until: AbortSignal;
}

/** Null once it answers; why it can't stay if it doesn't in time, or if it wasn't it that answered. */
async function awaitStartup(options: MonitorOptions): Promise<ServerCause | null> {
  const { pid, endpoint, readinessTimeoutMs, until } = options;
  const version = await awaitReady(endpoint, { timeoutMs: readinessTimeoutMs, signal: until });
  if (until.aborted) return null;
  if (version === null) {
    return makeCause(
      'neverReady',
      `It started but did not answer within ${Number((readinessTimeoutMs / 1000).toFixed(1))} s.`,
    );
  }
  options.onReady(version);
  // Tools that don't answer are no reason to end a server that does.
  if (await isPortOf(pid, endpoint.port).catch(() => true)) return null;
  // Somebody else came between our look and the server's bind, and it was they who answered.
  return until.aborted ? null : makeCause('addressInUse', 'Another program took the port as it started.');
}

/**
 * Watches a server that was launched and resolves with the reason why it has to be ended: it doesn't begin to answer,
 * answers no more, or its models are gone. Never resolves for one that is well or that ends by itself.
 */
export async function monitorRun(options: MonitorOptions): Promise<ServerCause> {
  const early = await awaitStartup(options);
  if (early !== null) return early;
  const health = watchHealth({ ...options, signal: options.until });
  options.onWatch(health);
  const hung = health.hung.then((ms) => makeCause('unresponsive', `It did not answer for ${Math.round(ms / 1000)} s.`));
  const modelsFolderLost = watchFolder(options.folderProblem, options.folderTiming, options.until).then(
    (problem) => makeCause('modelsFolderUnavailable', problem),
    // Aborted: the run is over.
    () => new Promise<never>(() => undefined),
  );
  return Promise.race([hung, modelsFolderLost]);
}
