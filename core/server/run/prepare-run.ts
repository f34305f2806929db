import { serverFailureText } from '../../../contract/derived/catalog/en/server-failures.ts';
import type { Program, ServerCause } from '../../../contract/server.ts';
import { unlessAborted } from '../../async/unless-aborted.ts';
import { homeFolder } from '../../environment/home-folder.ts';
import type { ServerPlace } from '../../exposure/decide-bind.ts';
import type { Front } from '../../exposure/front.ts';
import type { ServerLog } from '../../logs/server-log.ts';
import { type Bind, childEnvironment } from '../../ollama/child-environment.ts';
import { type FindResult, findOllama } from '../../ollama/find-ollama.ts';
import { isFree } from '../port/is-free.ts';
import { findPortOwner, type PortOwner } from '../port/port-owner.ts';
import type { Launched } from './launch.ts';
import { isBehindCorral, type LaunchPlan } from './launch-plan.ts';
import type { RunEvent } from './run-event.ts';
import { hashEnvironment, type LaunchTarget } from './run-record.ts';
import { makeCause } from './server-cause.ts';

export interface PrepareOptions {
  readonly dataDir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: ServerLog;
  readonly launchPlan: () => Promise<LaunchPlan>;
  /** Corral's own listeners on the port that clients use. */
  readonly front: Front;
  /** The server's own port turned out to be in use: the next plan has another one. */
  readonly refuseInnerPort: (port: number) => void;
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

/** Of ports of the server's own that are in use by the time they are needed; more would mean that something else is wrong. */
const MAX_INNER_PORTS = 5;

function environmentOf({ env }: PrepareOptions, { variables, bind }: LaunchPlan): Record<string, string> {
  return childEnvironment({ ...env, HOME: homeFolder(env) }, variables, bind);
}

/** What is to be launched; null once the signal aborts, and then nothing is reported anymore. */
async function locate(options: PrepareOptions, signal: AbortSignal): Promise<Located | null> {
  const plan = await options.launchPlan();
  if (signal.aborted) return null;
  options.onPlan(plan);
  const env = environmentOf(options, plan);
  const home = homeFolder(options.env);
  const result = await findOllama({ env: options.env, ollamaPath: plan.ollamaPath, home, signal });
  if (signal.aborted) return null;
  options.onProgram('found' in result ? result.found : null, env);
  return { plan, env, result };
}

function fail(runId: string, kind: ServerCause['kind'], message: string): RunEvent {
  return { type: 'runFailed', runId, at: Date.now(), cause: makeCause(kind, message), jitter: Math.random() };
}

/** The address that is looked at before a launch, on the port that clients use. */
function publicBind({ bind, publicPort }: LaunchPlan): Bind {
  return { host: bind.host, port: publicPort };
}

function placeOf(plan: LaunchPlan): ServerPlace {
  return { placement: isBehindCorral(plan) ? 'inner' : 'public', host: plan.bind.host };
}

/** Who keeps Corral from the port before its listeners open; null also where they are open since before. */
async function ownerBefore(plan: LaunchPlan, { front }: PrepareOptions): Promise<PortOwner | null> {
  const { held } = await front.held(plan.publicPort);
  // What listens beside Corral is a conflict, which is shown and doesn't keep the server from running.
  return isBehindCorral(plan) && held.includes(plan.bind.host)
    ? null
    : findPortOwner(publicBind(plan), () => front.held(plan.publicPort));
}

/**
 * Takes over an earlier host's server where it is what would be launched now, or would be but for its port: one that was left on
 * the port that clients use has no Corral in front of it. Not while somebody else uses that port.
 */
async function adopt(runId: string, { plan, result }: Located, options: PrepareOptions): Promise<Prepared | null> {
  if (!('found' in result)) return null;
  const { path: program } = result.found;
  const places = isBehindCorral(plan) ? [plan, { ...plan, bind: publicBind(plan) }] : [plan];
  for (const place of places) {
    const env = environmentOf(options, place);
    const target = { program, ...place.bind, envHash: hashEnvironment(env) };
    // One that can't be adopted is terminated later, so that it isn't taken for a server running outside Corral.
    const adopted = await options.adoptRun(runId, target).catch(() => null);
    if (adopted === null) continue;
    if (!isBehindCorral(place) || (await ownerBefore(place, options)) === null) {
      return { plan: place, program, env, adopted };
    }
    // Whoever took the port while no Corral ran is used in its place.
    adopted.detach();
    await options.log.closeRun(runId).catch(() => undefined);
    return null;
  }
  return null;
}

/** Opens or closes Corral's listeners for the run's server, and looks at the port again. Gives why it can't be launched. */
async function takePort(runId: string, { plan }: Located, options: PrepareOptions): Promise<RunEvent | null> {
  const { front } = options;
  const wasHeld = (await front.held(plan.publicPort)).held.includes(plan.bind.host);
  const failed = await front.open(runId, placeOf(plan));
  const isKnown = wasHeld && isBehindCorral(plan);
  const portOwner = isKnown ? null : await findPortOwner(publicBind(plan), () => front.held(plan.publicPort));
  if (portOwner !== null) return { type: 'portInUse', runId, portOwner };
  return failed?.code === 'EACCES' ? fail(runId, 'addressDenied', failed.problem) : null;
}

/** Whether it can be launched there now. */
async function checkPlace(runId: string, located: Located, options: PrepareOptions): Promise<Prepared | RunEvent> {
  const { plan, env, result } = located;
  const portOwner = await ownerBefore(plan, options);
  // A server running outside Corral can be used whether or not the executable is found here.
  if (portOwner?.kind === 'ollama') return { type: 'portInUse', runId, portOwner };
  if ('missing' in result) return { type: 'notInstalled', runId, detail: result.missing.detail };
  if (portOwner !== null) return { type: 'portInUse', runId, portOwner };
  const problem = await options.folderProblem();
  if (problem !== null) return fail(runId, 'modelsFolderUnavailable', problem);
  const refusal = await takePort(runId, located, options);
  return refusal ?? { plan, program: result.found.path, env, adopted: null };
}

/** The same with another port for the server, as long as somebody else has the planned one; null once the signal aborts. */
async function withFreeInnerPort(
  located: Located,
  options: PrepareOptions,
  signal: AbortSignal,
): Promise<Located | null> {
  let { plan } = located;
  for (let ports = 0; ports < MAX_INNER_PORTS && isBehindCorral(plan); ports += 1) {
    const isPlanFree = await isFree(plan.bind);
    // The plan of a run that has begun meanwhile counts.
    if (signal.aborted) return null;
    if (isPlanFree) break;
    options.refuseInnerPort(plan.bind.port);
    plan = await options.launchPlan();
    if (signal.aborted) return null;
    options.onPlan(plan);
  }
  return { ...located, plan, env: environmentOf(options, plan) };
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
  if (located !== null && !signal.aborted) {
    const adopted = await adopt(runId, located, options);
    if (adopted !== null) {
      options.onPlan(adopted.plan);
      await options.front.open(runId, placeOf(adopted.plan));
      return adopted;
    }
  }
  if (!(await options.terminateOrphan())) return fail(runId, 'orphanStillRunning', serverFailureText('stop.orphan'));
  if (located === null) return null;
  const check = async () => {
    const placed = await withFreeInnerPort(located, options, signal);
    return placed && checkPlace(runId, placed, options);
  };
  return unlessAborted(check(), signal);
}
