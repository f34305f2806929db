import { homedir } from 'node:os';
import type { Program } from '../../contract/server.ts';
import type { ServerLog } from '../logs/server-log.ts';
import { childEnvironment } from '../ollama/child-environment.ts';
import { findOllama } from '../ollama/find-ollama.ts';
import { reachableHost } from '../ollama/probe-version.ts';
import { processInfo } from '../os/process-info.ts';
import { awaitReady } from './await-ready.ts';
import { type Launched, launch } from './launch.ts';
import type { LaunchPlan } from './launch-plan.ts';
import type { LoopEvent } from './loop-state.ts';
import { findPortHolder } from './port-holder.ts';
import { endLeftoverRun, hashEnvironment, removeRunRecord, writeRunRecord } from './run-record.ts';
import { causeOfExit, plainCause } from './server-cause.ts';
import { killProcessGroup, stopProcessGroup } from './stop-process-group.ts';

/** Lines of a run that are kept with its failure. */
const causeLines = 40;

export interface RunOptions {
  readonly dataDir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: ServerLog;
  readonly launchPlan: () => Promise<LaunchPlan>;
  /** Awaited before the port is looked at: whoever else of ours listens on it lets go. */
  readonly beforeBind: () => Promise<void>;
  readonly onPlan: (plan: LaunchPlan) => void;
  readonly onProgram: (program: Omit<Program, 'version'> | null, env: Record<string, string>) => void;
  readonly emit: (event: LoopEvent) => void;
}

/** One life of the server, from looking for its program to the last of its processes. */
export interface Run {
  readonly runId: string;
  /** Ends it, at whatever point it is, and makes sure that it is gone. False when something of it would not end. */
  end(): Promise<boolean>;
}

/** Begins a run; what becomes of it is told by events that carry its id. Nothing is told once it is being ended. */
export function beginRun(runId: string, options: RunOptions): Run {
  const { dataDir, env, log, emit } = options;
  const abort = new AbortController();
  const { signal } = abort;
  let launched: Launched | null = null;

  const lastLines = (): string[] => log.lastLines(runId, causeLines);
  const tell = (event: LoopEvent): void => {
    if (!signal.aborted) emit(event);
  };

  const cleanUp = async (pid: number): Promise<boolean> => {
    const gone = await killProcessGroup(pid);
    await log.closeRun(runId);
    if (gone) await removeRunRecord(dataDir);
    return gone;
  };

  const prepare = async (): Promise<{ plan: LaunchPlan; program: string; childEnv: Record<string, string> } | null> => {
    const plan = await options.launchPlan();
    options.onPlan(plan);
    const childEnv = childEnvironment(env, plan.variables, plan.bind);
    const result = await findOllama({ env, ollamaPath: plan.ollamaPath, home: env.HOME ?? homedir() });
    if ('missing' in result) {
      options.onProgram(null, childEnv);
      tell({ type: 'notInstalled', runId, detail: result.missing.detail });
      return null;
    }
    options.onProgram(result.found, childEnv);
    await options.beforeBind();
    if (!(await endLeftoverRun(dataDir))) {
      const message = 'A server from an earlier run of Corral is still there and would not end.';
      tell({ type: 'ended', runId, at: Date.now(), cause: plainCause('orphanWouldNotEnd', message) });
      return null;
    }
    const holder = await findPortHolder(plan.bind);
    if (holder !== null) tell({ type: 'portHeld', runId, holder });
    return holder === null ? { plan, program: result.found.path, childEnv } : null;
  };

  const start = async (program: string, childEnv: Record<string, string>, plan: LaunchPlan): Promise<Launched> => {
    const output = await log.openRun(runId);
    const started = await launch({ program, env: childEnv, cwd: dataDir, output: output.fd }).finally(output.release);
    launched = started;
    const info = await processInfo(started.pid);
    // A process that is gone already has no start time; there is nothing to find again, and its exit is told below.
    if (info !== null) {
      const { pid, startTime, pgid } = info;
      const envHash = hashEnvironment(childEnv);
      await writeRunRecord(dataDir, { runId, pid, startTime, pgid, program, ...plan.bind, envHash, log: output.path });
    }
    return started;
  };

  const live = async (): Promise<void> => {
    const prepared = await prepare();
    if (prepared === null || signal.aborted) return;
    const { plan, program, childEnv } = prepared;
    const { pid, exited } = await start(program, childEnv, plan);
    tell({ type: 'launched', runId, pid });
    const endpoint = { host: reachableHost(plan.bind.host), port: plan.bind.port };
    const over = new AbortController();
    const early = exited.finally(() => over.abort());
    const version = await Promise.race([
      awaitReady(endpoint, AbortSignal.any([signal, over.signal])),
      early.then(() => null),
    ]);
    if (signal.aborted) return;
    if (version !== null) tell({ type: 'ready', runId, at: Date.now(), version, endpoint });
    else if (!over.signal.aborted) {
      await stopProcessGroup(pid);
      await cleanUp(pid);
      const message = 'The server started but did not answer within 2 minutes.';
      return tell({ type: 'ended', runId, at: Date.now(), cause: plainCause('neverReady', message, lastLines()) });
    }
    const exit = await exited;
    if (signal.aborted) return;
    await cleanUp(pid);
    tell({ type: 'ended', runId, at: Date.now(), cause: causeOfExit(exit, lastLines(), version !== null) });
  };

  const life = live().catch(async (error: unknown) => {
    if (launched !== null) await cleanUp(launched.pid);
    await log.closeRun(runId);
    const message = `The server could not be started: ${error instanceof Error ? error.message : String(error)}`;
    tell({ type: 'ended', runId, at: Date.now(), cause: plainCause('spawnFailed', message) });
  });

  const stopWhatIsThere = async (): Promise<boolean> => {
    abort.abort();
    // While it still prepares there may be no process yet; once launched, its exit is what `life` waits for.
    while (launched === null) {
      const done = await Promise.race([
        life.then(() => true),
        new Promise<false>((next) => setTimeout(next, 10, false)),
      ]);
      if (done) break;
    }
    const process: Launched | null = launched;
    if (process === null) return true;
    const gone = await stopProcessGroup(process.pid);
    await life;
    return (await cleanUp(process.pid)) && gone;
  };

  let ending: Promise<boolean> | null = null;
  return {
    runId,
    end: () => {
      ending ??= stopWhatIsThere();
      return ending;
    },
  };
}
