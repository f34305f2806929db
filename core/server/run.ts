import { homedir } from 'node:os';
import type { Program, ServerCause } from '../../contract/server.ts';
import type { ServerLog } from '../logs/server-log.ts';
import { childEnvironment } from '../ollama/child-environment.ts';
import { findOllama } from '../ollama/find-ollama.ts';
import { reachableHost } from '../ollama/probe-version.ts';
import { awaitReady } from './await-ready.ts';
import type { Launched } from './launch.ts';
import type { LaunchPlan } from './launch-plan.ts';
import { launchRecorded } from './launch-recorded.ts';
import type { LoopEvent } from './loop-state.ts';
import { findPortHolder, isPortOf } from './port-holder.ts';
import { removeRunRecord } from './run-record.ts';
import { causeOfExit, plainCause } from './server-cause.ts';
import { killProcessGroup, stopProcessGroup } from './stop-process-group.ts';

const wouldNotStop = 'it would not end, not even by force.';
/** Lines of a run that are kept with its failure. */
const causeLines = 40;
/** GPU discovery takes up to two passes of 30 s; a cold disk adds to it. */
const readyWithinMsDefault = 120_000;

export interface RunOptions {
  readonly dataDir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: ServerLog;
  readonly launchPlan: () => Promise<LaunchPlan>;
  /** Awaited before the port is looked at: whoever else of ours listens on it lets go. */
  readonly beforeBind: () => Promise<void>;
  /** How long it may take until it answers, in milliseconds; 120 s if not given. */
  readonly readyWithinMs?: number;
  /** Ends what an earlier host left behind; false when something of it would not end. */
  readonly endLeftover: () => Promise<boolean>;
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

interface Prepared {
  readonly plan: LaunchPlan;
  readonly program: string;
  readonly env: Record<string, string>;
}

/** Begins a run; what becomes of it is told by events that carry its id. Nothing is told once it is being ended. */
export function beginRun(runId: string, options: RunOptions): Run {
  const { dataDir, log, emit, readyWithinMs = readyWithinMsDefault } = options;
  const abort = new AbortController();
  const { signal } = abort;
  const launched = Promise.withResolvers<Launched | null>();

  const lastLines = (): string[] => log.lastLines(runId, causeLines);
  const tell = (event: LoopEvent): void => {
    if (!signal.aborted) emit(event);
  };
  const fail = (kind: Parameters<typeof plainCause>[0], message: string): void =>
    tell({ type: 'ended', runId, at: Date.now(), cause: plainCause(kind, message, lastLines()) });

  const cleanUp = async (pid: number): Promise<boolean> => {
    const gone = await killProcessGroup(pid);
    await log.closeRun(runId);
    if (gone) await removeRunRecord(dataDir);
    return gone;
  };

  /** Everything before the launch; null when there is to be none. */
  const prepare = async (): Promise<Prepared | null> => {
    if (!(await options.endLeftover())) {
      fail('orphanWouldNotEnd', 'A server from an earlier run of Corral is still there and would not end.');
      return null;
    }
    const plan = await options.launchPlan();
    options.onPlan(plan);
    const home = options.env.HOME || homedir();
    const env = childEnvironment({ ...options.env, HOME: home }, plan.variables, plan.bind);
    const result = await findOllama({ env: options.env, ollamaPath: plan.ollamaPath, home });
    const found = 'found' in result ? result.found : null;
    options.onProgram(found, env);
    await options.beforeBind();
    const holder = await findPortHolder(plan.bind);
    // Somebody else's server can be used, whether or not the program is found here.
    if (holder?.kind === 'ollama') tell({ type: 'portHeld', runId, holder });
    else if ('missing' in result) tell({ type: 'notInstalled', runId, detail: result.missing.detail });
    else if (holder !== null) tell({ type: 'portHeld', runId, holder });
    else return { plan, program: result.found.path, env };
    return null;
  };

  /** Waits until it answers and tells so; why it can't stay if it doesn't in time, or if it wasn't it that answered. */
  const becomesReady = async (server: Launched, { bind }: LaunchPlan): Promise<ServerCause | 'ready' | 'over'> => {
    const endpoint = { host: reachableHost(bind.host), port: bind.port };
    const over = new AbortController();
    const early = server.exited.then(() => over.abort());
    const asked = awaitReady(endpoint, { withinMs: readyWithinMs, signal: AbortSignal.any([signal, over.signal]) });
    const version = await Promise.race([asked, early.then(() => null)]);
    if (signal.aborted || over.signal.aborted) return 'over';
    if (version === null)
      return plainCause('neverReady', `It started but did not answer within ${readyWithinMs / 1000} s.`);
    tell({ type: 'ready', runId, at: Date.now(), version, endpoint });
    // Tools that don't answer are no reason to end a server that does.
    if (await isPortOf(server.pid, bind.port).catch(() => true)) return 'ready';
    // Somebody else came between our look and the server's bind, and it was they who answered.
    return over.signal.aborted ? 'over' : plainCause('addressInUse', 'Another program took the port as it started.');
  };

  const live = async (): Promise<void> => {
    const prepared = await prepare();
    if (prepared === null || signal.aborted) return;
    const { plan } = prepared;
    const server = await launchRecorded(runId, { ...prepared, bind: plan.bind, dataDir, log });
    launched.resolve(server);
    tell({ type: 'launched', runId, pid: server.pid });
    const outcome = await becomesReady(server, plan);
    const objection = typeof outcome === 'string' ? null : outcome;
    if (objection !== null && !(await stopProcessGroup(server.pid))) throw new Error(wouldNotStop);
    const exit = await server.exited;
    if (signal.aborted) return;
    await cleanUp(server.pid);
    const cause = objection
      ? { ...objection, lastLines: lastLines() }
      : causeOfExit(exit, lastLines(), outcome === 'ready');
    tell({ type: 'ended', runId, at: Date.now(), cause });
  };

  const life = live()
    .catch(async (error: unknown) => {
      launched.resolve(null);
      const server = await launched.promise;
      // What can't be ended now stays on record, and the next start tries again.
      if (server !== null)
        await stopProcessGroup(server.pid).then(
          () => cleanUp(server.pid),
          () => false,
        );
      await log.closeRun(runId).catch(() => undefined);
      fail('spawnFailed', `The server could not be started: ${error instanceof Error ? error.message : String(error)}`);
    })
    .finally(() => launched.resolve(null));

  const endNow = async (): Promise<boolean> => {
    abort.abort();
    const server = await launched.promise;
    if (server === null) return true;
    if (!(await stopProcessGroup(server.pid))) return false;
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
  };
}
