import { serverFailureText } from '../../../contract/derived/catalog/en/server-failures.ts';
import type { Program, ServerCause } from '../../../contract/server.ts';
import { unlessAborted } from '../../async/unless-aborted.ts';
import { homeFolder } from '../../environment/home-folder.ts';
import type { ServerLog } from '../../logs/server-log.ts';
import { childEnvironment } from '../../ollama/child-environment.ts';
import { type FindResult, findOllama } from '../../ollama/find-ollama.ts';
import { findPortOwner } from '../port/port-owner.ts';
import type { Launched } from './launch.ts';
import type { LaunchPlan } from './launch-plan.ts';
import type { RunEvent } from './run-event.ts';
import { hashEnvironment, type LaunchTarget } from './run-record.ts';
import { makeCause } from './server-cause.ts';

export interface PrepareOptions {
  readonly dataDir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: ServerLog;
  readonly launchPlan: () => Promise<LaunchPlan>;
  /** Resolves once nothing of Corral's own listens on the port. */
  readonly releasePort: () => Promise<void>;
  /** Why the models folder is unavailable, in a sentence; null when it isn't. */
  readonly folderProblem: () => Promise<string | null>;
  /** Takes over an earlier host's server as this run's, if it is what would be launched. */
  readonly adoptRun: (runId: string, target: LaunchTarget) => Promise<Launched | null>;
  /** Stops what an earlier host left running; false when something of it wouldn't quit. */
  readonly terminateOrphan: () => Promise<boolean>;
  readonly onPlan: (plan: LaunchPlan) => void;
  readonly onProgram: (program: Omit<Program, 'version'> | null, env: Record<string, string>) => void;
}

/** All that a launch needs, or the server of an earlier host that makes one unnecessary. */
export interface Prepared {
  readonly plan: LaunchPlan;
  readonly program: string;
  readonly env: Record<string, string>;
  readonly adopted: Launched | null;
}

interface Located extends Pick<Prepared, 'plan' | 'env'> {
  readonly result: FindResult;
}

/** What is to be launched; null once the signal aborts, and then nothing is reported anymore. */
async function locate(options: PrepareOptions, signal: AbortSignal): Promise<Located | null> {
  const plan = await options.launchPlan();
  if (signal.aborted) return null;
  options.onPlan(plan);
  const home = homeFolder(options.env);
  const env = childEnvironment({ ...options.env, HOME: home }, plan.variables, plan.bind);
  const result = await findOllama({ env: options.env, ollamaPath: plan.ollamaPath, home, signal });
  if (signal.aborted) return null;
  options.onProgram('found' in result ? result.found : null, env);
  return { plan, env, result };
}

function fail(runId: string, kind: ServerCause['kind'], message: string): RunEvent {
  return { type: 'runFailed', runId, at: Date.now(), cause: makeCause(kind, message), jitter: Math.random() };
}

/** Whether it can be launched there now. */
async function checkPlace(
  runId: string,
  { plan, env, result }: Located,
  options: PrepareOptions,
): Promise<Prepared | RunEvent> {
  await options.releasePort();
  const portOwner = await findPortOwner(plan.bind);
  // A server running outside Corral can be used whether or not the executable is found here.
  if (portOwner?.kind === 'ollama') return { type: 'portInUse', runId, portOwner };
  if ('missing' in result) return { type: 'notInstalled', runId, detail: result.missing.detail };
  if (portOwner !== null) return { type: 'portInUse', runId, portOwner };
  const problem = await options.folderProblem();
  if (problem !== null) return fail(runId, 'modelsFolderUnavailable', problem);
  return { plan, program: result.found.path, env, adopted: null };
}

/**
 * Everything before a launch. Gives what to launch, or the event that says why nothing is. Once the signal aborts, it waits for
 * nothing but the end of what an earlier host left, and gives null unless a server has been adopted.
 */
export async function prepareRun(
  runId: string,
  options: PrepareOptions,
  signal: AbortSignal,
): Promise<Prepared | RunEvent | null> {
  const located = await unlessAborted(locate(options, signal), signal);
  if (located !== null && 'found' in located.result && !signal.aborted) {
    const { plan, env, result } = located;
    const { path: program } = result.found;
    const target = { program, host: plan.bind.host, port: plan.bind.port, envHash: hashEnvironment(env) };
    // One that can't be adopted is terminated below, so that it isn't taken for a server running outside Corral.
    const adopted = await options.adoptRun(runId, target).catch(() => null);
    if (adopted !== null) return { plan, program, env, adopted };
  }
  if (!(await options.terminateOrphan())) return fail(runId, 'orphanStillRunning', serverFailureText('stop.orphan'));
  return located === null ? null : unlessAborted(checkPlace(runId, located, options), signal);
}
