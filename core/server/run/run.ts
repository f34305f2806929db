import type { ServerCause } from '../../../contract/server.ts';
import { earlyExit, launchFailure } from '../../ollama/launch-failure.ts';
import { reachableHost } from '../../ollama/probe-version.ts';
import { displacedCause, wasStoppedByOllamaApp } from '../recovery/stopped-by-ollama-app.ts';
import type { SupervisorEvent } from '../supervisor-state.ts';
import { type HealthTiming, healthTiming } from './health-policy.ts';
import type { Launched } from './launch.ts';
import { launchRecorded } from './launch-recorded.ts';
import { isLoadingInLog } from './loading-in-log.ts';
import { monitorRun } from './monitor-run.ts';
import { type Prepared, type PrepareOptions, prepareRun } from './prepare-run.ts';
import { removeRunRecord } from './run-record.ts';
import { classifyExit, type Exit, makeCause, stopFailed } from './server-cause.ts';
import { stopIfExposed } from './stop-if-exposed.ts';
import { killProcessGroup, stopProcessGroup } from './stop-process-group.ts';
import { type FolderTiming, folderTiming } from './watch-folder.ts';
import type { HealthWatch, LivenessSignals } from './watch-health.ts';

/** Lines of a run that are kept with its failure. */
const causeLines = 40;
/** Lines of a run that are searched for a load under way; a runner writes some hundreds as it starts. */
const loadLines = 1_000;
/** GPU discovery takes up to two passes of 30 s; a cold disk adds to it. */
const readyWithinMsDefault = 120_000;
/** What a server that was adopted gets at least: most of its time to begin had passed under another host. */
const adoptedReadyWithinMs = 10_000;

export interface RunOptions extends PrepareOptions {
  /** How long it may take until it answers, in milliseconds; 120 s if not given. */
  readonly readinessTimeoutMs?: number;
  readonly healthTiming?: HealthTiming;
  readonly folderTiming?: FolderTiming;
  readonly signs: LivenessSignals;
  readonly emit: (event: SupervisorEvent) => void;
}

/** One life of the server, from looking for its program to the last of its processes. */
export interface Run {
  readonly runId: string;
  /** Ends it, at whatever point it is, and makes sure that it is gone. False when something of it would not end. */
  end(): Promise<boolean>;
  /** Looks at once whether it still answers. */
  check(): void;
  /** Lets go of it and leaves it running, on record for the next host. */
  detach(): Promise<void>;
}

/** Begins a run; what becomes of it is told by events that carry its id. Nothing is told once it is being ended or left. */
export function beginRun(runId: string, options: RunOptions): Run {
  const { dataDir, log, emit, readinessTimeoutMs = readyWithinMsDefault } = options;
  const abort = new AbortController();
  const { signal } = abort;
  const launched = Promise.withResolvers<Launched | null>();
  let health: HealthWatch | null = null;
  let hasExited = false;

  const lastLines = (): string[] => log.lastLines(runId, causeLines);
  const tell = (event: SupervisorEvent): void => {
    if (!signal.aborted) emit(event);
  };
  const tellEnd = (cause: ServerCause): void =>
    tell({ type: 'ended', runId, at: Date.now(), cause, jitter: Math.random() });

  const cleanUp = async (pid: number): Promise<boolean> => {
    const gone = await killProcessGroup(pid);
    await log.closeRun(runId);
    // A record that can't be removed names what is gone, and the next start sees that.
    if (gone) await removeRunRecord(dataDir).catch(() => undefined);
    return gone;
  };

  const causeAfter = async (exit: Exit, program: string, wasReady: boolean): Promise<ServerCause> => {
    const cause = classifyExit(exit, lastLines(), wasReady);
    if (await wasStoppedByOllamaApp(exit)) return displacedCause(cause);
    const hasWritten = cause.lastLines.length > 0;
    const stopped = wasReady ? null : await earlyExit(program, { ...exit, hasWritten });
    return stopped === null ? cause : { ...cause, ...stopped };
  };

  /** How long it may take from now until it answers, in milliseconds. */
  const patienceWith = ({ adopted, startedAt }: Launched): number =>
    adopted ? Math.max(startedAt + readinessTimeoutMs - Date.now(), adoptedReadyWithinMs) : readinessTimeoutMs;

  /** From the launch to the last process; null when it was asked to end meanwhile. */
  const serve = async (server: Launched, { plan, program }: Prepared): Promise<ServerCause | null> => {
    const over = new AbortController();
    const exited = server.exited.finally(() => {
      hasExited = true;
      over.abort();
    });
    const endpoint = { host: reachableHost(plan.bind.host), port: plan.bind.port };
    let wasReady = false;
    const objected = monitorRun({
      pid: server.pid,
      endpoint,
      readinessTimeoutMs: patienceWith(server),
      timing: options.healthTiming ?? healthTiming,
      folderProblem: options.folderProblem,
      folderTiming: options.folderTiming ?? folderTiming,
      signs: {
        lastPassed: options.signs.lastPassed,
        isLoading: () => options.signs.isLoading() || isLoadingInLog(log.lastLines(runId, loadLines)),
      },
      until: AbortSignal.any([signal, over.signal]),
      onReady: (version) => {
        wasReady = true;
        tell({ type: 'ready', runId, at: Date.now(), version, endpoint });
      },
      onUnresponsive: () => tell({ type: 'silent', runId, at: Date.now() }),
      onResponsive: () => tell({ type: 'answers', runId }),
      onWatch: (watch) => {
        health = watch;
      },
    });
    const why = await Promise.race([objected, exited.then(() => null)]);
    if (signal.aborted) return null;
    if (why !== null && !(await stopProcessGroup(server.pid))) {
      await log.closeRun(runId);
      return { ...stopFailed, lastLines: lastLines() };
    }
    const exit = await exited;
    if (signal.aborted) return null;
    await cleanUp(server.pid);
    return why ? { ...why, lastLines: lastLines() } : causeAfter(exit, program, wasReady);
  };

  const launchIt = async ({ adopted, plan, program, env }: Prepared): Promise<Launched | ServerCause> => {
    if (adopted !== null) return adopted;
    try {
      return await launchRecorded(runId, { program, env, bind: plan.bind, dataDir, log });
    } catch (error) {
      await log.closeRun(runId);
      const { kind, message } = await launchFailure(error, program);
      return makeCause(kind, message);
    }
  };

  const live = async (): Promise<void> => {
    const prepared = await prepareRun(runId, options);
    if ('type' in prepared) return tell(prepared);
    if (signal.aborted && prepared.adopted === null) return;
    const server = await launchIt(prepared);
    if ('kind' in server) return tellEnd(server);
    launched.resolve(server);
    stopIfExposed(server, prepared.plan.bind.host);
    const { pid, startedAt, adopted } = server;
    tell({ type: 'launched', runId, at: startedAt, pid, adopted });
    const cause = await serve(server, prepared);
    if (cause !== null) tellEnd(cause);
  };

  const life = live()
    .catch(async (error: unknown) => {
      launched.resolve(null);
      const server = await launched.promise;
      // What can't be ended now stays on record, and the next start tries again.
      if (server !== null)
        await stopProcessGroup(server.pid)
          .then(() => cleanUp(server.pid))
          .catch(() => false);
      await log.closeRun(runId).catch(() => undefined);
      const message = error instanceof Error ? error.message : String(error);
      tellEnd(makeCause('spawnFailed', `The server could not be started: ${message}`, lastLines()));
    })
    .finally(() => launched.resolve(null));

  const endNow = async (): Promise<boolean> => {
    abort.abort();
    const server = await launched.promise;
    if (server === null) return true;
    // Its pid may be another process's by now.
    if (!hasExited && !(await stopProcessGroup(server.pid))) return false;
    await life;
    return cleanUp(server.pid);
  };

  let ending: Promise<boolean> | null = null;
  return {
    runId,
    end: () => {
      ending ??= endNow();
      return ending;
    },
    check: () => health?.check(),
    detach: async () => {
      abort.abort();
      (await launched.promise)?.detach();
      await log.closeRun(runId);
    },
  };
}
