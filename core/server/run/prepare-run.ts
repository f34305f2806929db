import { homedir } from 'node:os';
import { serverFailureText } from '../../../contract/derived/catalog/en/server-failures.ts';
import type { Program, ServerCause } from '../../../contract/server.ts';
import type { ServerLog } from '../../logs/server-log.ts';
import { childEnvironment } from '../../ollama/child-environment.ts';
import { findOllama } from '../../ollama/find-ollama.ts';
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

/** Everything before a launch. Gives what to launch, or the event that says why nothing is. */
export async function prepareRun(runId: string, options: PrepareOptions): Promise<Prepared | RunEvent> {
  const fail = (kind: ServerCause['kind'], message: string): RunEvent => {
    return { type: 'runFailed', runId, at: Date.now(), cause: makeCause(kind, message), jitter: Math.random() };
  };

  const plan = await options.launchPlan();
  options.onPlan(plan);
  const home = options.env.HOME || homedir();
  const env = childEnvironment({ ...options.env, HOME: home }, plan.variables, plan.bind);
  const result = await findOllama({ env: options.env, ollamaPath: plan.ollamaPath, home });
  const found = 'found' in result ? result.found : null;
  options.onProgram(found, env);

  if (found !== null) {
    const target = { program: found.path, host: plan.bind.host, port: plan.bind.port, envHash: hashEnvironment(env) };
    // One that can't be adopted is terminated below, so that it isn't taken for a server running outside Corral.
    const adopted = await options.adoptRun(runId, target).catch(() => null);
    if (adopted !== null) return { plan, program: found.path, env, adopted };
  }
  if (!(await options.terminateOrphan())) return fail('orphanStillRunning', serverFailureText('stop.orphan'));
  await options.releasePort();
  const portOwner = await findPortOwner(plan.bind);
  // A server running outside Corral can be used whether or not the executable is found here.
  if (portOwner?.kind === 'ollama') return { type: 'portInUse', runId, portOwner };
  if ('missing' in result) return { type: 'notInstalled', runId, detail: result.missing.detail };
  if (portOwner !== null) return { type: 'portInUse', runId, portOwner };
  const problem = await options.folderProblem();
  if (problem !== null) return fail('modelsFolderUnavailable', problem);
  return { plan, program: result.found.path, env, adopted: null };
}
