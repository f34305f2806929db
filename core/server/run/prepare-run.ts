import { homedir } from 'node:os';
import type { Program } from '../../../contract/server.ts';
import type { ServerLog } from '../../logs/server-log.ts';
import { childEnvironment } from '../../ollama/child-environment.ts';
import { findOllama } from '../../ollama/find-ollama.ts';
import { findPortOwner } from '../port/port-owner.ts';
import { adoptRun } from '../recovery/adopt-run.ts';
import type { SupervisorEvent } from '../supervisor-state.ts';
import type { Launched } from './launch.ts';
import type { LaunchPlan } from './launch-plan.ts';
import { hashEnvironment } from './run-record.ts';
import { makeCause } from './server-cause.ts';

export interface PrepareOptions {
  readonly dataDir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: ServerLog;
  readonly launchPlan: () => Promise<LaunchPlan>;
  /** Awaited before the port is looked at: whoever else of ours listens on it lets go. */
  readonly beforeBind: () => Promise<void>;
  /** Why the models folder can't be used now, in a sentence; null when it can. */
  readonly folderProblem: () => Promise<string | null>;
  /** Ends what an earlier host left behind; false when something of it would not end. */
  readonly terminateOrphan: () => Promise<boolean>;
  readonly onPlan: (plan: LaunchPlan) => void;
  readonly onProgram: (program: Omit<Program, 'version'> | null, env: Record<string, string>) => void;
}

/** All that a launch needs, or the server of an earlier host that makes one needless. */
export interface Prepared {
  readonly plan: LaunchPlan;
  readonly program: string;
  readonly env: Record<string, string>;
  readonly adopted: Launched | null;
}

/** Everything before a launch. Gives what to launch, or the event that says why there is to be none. */
export async function prepareRun(runId: string, options: PrepareOptions): Promise<Prepared | SupervisorEvent> {
  const { dataDir, log } = options;
  const fail = (kind: Parameters<typeof makeCause>[0], message: string): SupervisorEvent => {
    return { type: 'ended', runId, at: Date.now(), cause: makeCause(kind, message), jitter: Math.random() };
  };

  const plan = await options.launchPlan();
  options.onPlan(plan);
  const home = options.env.HOME || homedir();
  const env = childEnvironment({ ...options.env, HOME: home }, plan.variables, plan.bind);
  const result = await findOllama({ env: options.env, ollamaPath: plan.ollamaPath, home });
  const found = 'found' in result ? result.found : null;
  options.onProgram(found, env);

  if (found !== null) {
    const desired = { program: found.path, ...plan.bind, envHash: hashEnvironment(env) };
    // One that can't be adopted is ended below, so that it isn't taken for somebody else's.
    const adopted = await adoptRun(runId, desired, { dataDir, log }).catch(() => null);
    if (adopted !== null) return { plan, program: found.path, env, adopted };
  }
  if (!(await options.terminateOrphan())) {
    return fail('orphanStillRunning', 'A server from an earlier run of Corral is still there and would not end.');
  }
  await options.beforeBind();
  const holder = await findPortOwner(plan.bind);
  // Somebody else's server can be used, whether or not the program is found here.
  if (holder?.kind === 'ollama') return { type: 'portInUse', runId, holder };
  if ('missing' in result) return { type: 'notInstalled', runId, detail: result.missing.detail };
  if (holder !== null) return { type: 'portInUse', runId, holder };
  const problem = await options.folderProblem();
  if (problem !== null) return fail('modelsFolderUnavailable', problem);
  return { plan, program: result.found.path, env, adopted: null };
}
