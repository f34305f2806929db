import { serverFailureText } from '../../../contract/derived/catalog/en/server-failures.ts';
import type { ServerCause } from '../../../contract/server.ts';
import { launchFailure } from '../../ollama/launch-failure.ts';
import { reachableHost } from '../../ollama/probe-version.ts';
import type { OllamaAppStops } from '../port/ollama-app-stops.ts';
import { diagnoseExit } from './diagnose-exit.ts';
import { type HealthTiming, healthTiming } from './health-policy.ts';
import { relevantLines } from './last-words.ts';
import type { Launched } from './launch.ts';
import { isBehindCorral } from './launch-plan.ts';
import { launchRecorded } from './launch-recorded.ts';
import { isLoadingInLog } from './loading-in-log.ts';
import { monitorRun, type RunMonitor } from './monitor-run.ts';
import { type Prepared, type PrepareOptions, prepareRun } from './prepare-run.ts';
import type { RunEvent, RunFailed } from './run-event.ts';
import { removeRunRecord } from './run-record.ts';
import type { Finish, RunInput, RunningServer } from './run-state.ts';
import { makeCause, stopFailed } from './server-cause.ts';
import { stopIfExposed } from './stop-if-exposed.ts';
import { killProcessGroup, stopProcessGroup } from './stop-process-group.ts';
import { type FolderTiming, folderTiming } from './watch-folder.ts';
import type { LivenessSignals } from './watch-health.ts';

/** Lines of a run that are searched for a model being loaded: all in memory, because a runner may write thousands as it loads. */
const LOADING_LINES = 6_000;
/** GPU discovery takes up to two passes of 30 s, and a cold disk adds to it. */
const READINESS_TIMEOUT_MS = 120_000;
/** What an adopted server gets at least: most of its startup happened under another host. */
const MIN_ADOPTED_READINESS_TIMEOUT_MS = 10_000;

export interface RunOptions extends PrepareOptions {
  /** How long the server may take to respond, in milliseconds; 120 s if not given. */
  readonly readinessTimeoutMs?: number;
  readonly healthTiming?: HealthTiming;
  readonly folderTiming?: FolderTiming;
  readonly liveness: LivenessSignals;
  readonly isOllamaAppsStop: OllamaAppStops;
  readonly emit: (event: RunEvent) => void;
}

/** How long a server may take from now until it responds, in milliseconds. */
export function startupTimeoutMs(
  { adopted, startedAt }: Pick<Launched, 'adopted' | 'startedAt'>,
  timeoutMs: number,
  now: number,
): number {
  return adopted ? Math.max(startedAt + timeoutMs - now, MIN_ADOPTED_READINESS_TIMEOUT_MS) : timeoutMs;
}

export interface RunContext {
  readonly runId: string;
  readonly options: RunOptions;
}

function runFailed({ runId }: RunContext, cause: ServerCause): RunFailed {
  return { type: 'runFailed', runId, at: Date.now(), cause, jitter: Math.random() };
}

/** What becomes of a run one of whose effects threw. */
export function crashed(context: RunContext, error: unknown): RunInput {
  const reason = error instanceof Error ? error.message : String(error);
  const cause = makeCause('spawnFailed', serverFailureText('start.failed', { reason }));
  return { type: 'crashed', event: runFailed(context, cause) };
}

/** @param signal aborts when a stop is requested */
export async function prepare({ runId, options }: RunContext, signal: AbortSignal): Promise<RunInput> {
  const outcome = await prepareRun(runId, options, signal);
  return outcome === null || 'type' in outcome
    ? { type: 'refused', event: outcome }
    : { type: 'prepared', prepared: outcome };
}

async function launchOrAdopt({ runId, options }: RunContext, prepared: Prepared): Promise<Launched | ServerCause> {
  const { plan, program, env, adopted } = prepared;
  if (adopted !== null) return adopted;
  try {
    return await launchRecorded(runId, { program, env, bind: plan.bind, dataDir: options.dataDir, log: options.log });
  } catch (error) {
    const { kind, message } = await launchFailure(error, program);
    return makeCause(kind, message);
  }
}

export async function launch(context: RunContext, prepared: Prepared): Promise<RunInput> {
  const launched = await launchOrAdopt(context, prepared);
  if ('kind' in launched) return { type: 'launchFailed', cause: launched };
  const { bind } = prepared.plan;
  stopIfExposed(launched, bind.host);
  const { pid, startedAt: at, adopted } = launched;
  const endpoint = { host: reachableHost(bind.host), port: bind.port };
  return {
    type: 'launched',
    server: { process: launched, program: prepared.program, endpoint, isBehindCorral: isBehindCorral(prepared.plan) },
    event: { type: 'launched', runId: context.runId, at, pid, adopted },
  };
}

/** Watches a launched server until `signal` aborts, and dispatches what it sees. */
export function monitor(
  context: RunContext,
  { process: launched, endpoint }: RunningServer,
  { signal, dispatch }: { readonly signal: AbortSignal; readonly dispatch: (input: RunInput) => void },
): RunMonitor {
  const { runId, options } = context;
  const { log, liveness, readinessTimeoutMs = READINESS_TIMEOUT_MS } = options;
  const report = (event: RunEvent): void => dispatch({ type: 'reported', event });
  const runMonitor = monitorRun({
    pid: launched.pid,
    endpoint,
    readinessTimeoutMs: startupTimeoutMs(launched, readinessTimeoutMs, Date.now()),
    timing: options.healthTiming ?? healthTiming,
    folderProblem: options.folderProblem,
    folderTiming: options.folderTiming ?? folderTiming,
    liveness: {
      lastTrafficAt: liveness.lastTrafficAt,
      isLoading: () => liveness.isLoading() || isLoadingInLog(log.lastLines(runId, LOADING_LINES)),
    },
    onReady: (version) => report({ type: 'ready', runId, at: Date.now(), version, endpoint }),
    onUnresponsive: () => report({ type: 'unresponsive', runId, at: Date.now() }),
    onResponsive: () => report({ type: 'responsive', runId }),
    signal,
  });
  void runMonitor.rejected.then(
    (cause) => dispatch({ type: 'rejected', cause }),
    (error: unknown) => dispatch(crashed(context, error)),
  );
  void launched.exited.then((exit) => dispatch({ type: 'exited', exit }));
  return runMonitor;
}

export async function terminate({ process: launched }: RunningServer): Promise<RunInput> {
  const isGone = await stopProcessGroup(launched.pid);
  // The exit of a child is reported a moment after it.
  if (isGone) await launched.exited;
  return { type: 'terminated', isGone };
}

/** Ends what is left of the server's process group, and gives why something remains. */
async function cleanUp({ dataDir }: RunOptions, { process: launched }: RunningServer): Promise<ServerCause | null> {
  if (!(await killProcessGroup(launched.pid))) return stopFailed;
  // A record that can't be removed names what is gone, and the next start sees that.
  await removeRunRecord(dataDir).catch(() => undefined);
  return null;
}

export async function finish(context: RunContext, { server, left, reason }: Finish): Promise<RunInput> {
  const { runId, options } = context;
  const stillLeft = server === null ? left : await cleanUp(options, server);
  await options.log.closeRun(runId).catch(() => undefined);
  if (reason === null) return { type: 'finished', left: stillLeft, event: null };
  const words = options.log.runWords(runId, (count) => serverFailureText('log.leftOut', { count }));
  const lastLines = [...relevantLines(words, 'exit' in reason ? reason.wasReady : true)];
  const cause =
    'exit' in reason
      ? await diagnoseExit(reason, { lastLines, isOllamaAppsStop: options.isOllamaAppsStop })
      : { ...reason, lastLines };
  const event = { ...runFailed(context, cause), isBehindCorral: server?.isBehindCorral ?? false };
  if (cause.kind !== 'addressInUse' || !server?.isBehindCorral) return { type: 'finished', left: stillLeft, event };
  const takenInnerPort = server.endpoint.port;
  options.refuseInnerPort(takenInnerPort);
  return { type: 'finished', left: stillLeft, event: { ...event, takenInnerPort } };
}

export async function detach({ runId, options }: RunContext, { process: launched }: RunningServer): Promise<RunInput> {
  launched.detach();
  await options.log.closeRun(runId);
  return { type: 'detached' };
}
