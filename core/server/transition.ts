import type { ServerActual } from '../../contract/server.ts';
import { decideRestart, noFailures } from './restart-policy.ts';
import type { Effect, PortOwner, SupervisorEvent, SupervisorState } from './supervisor-state.ts';

export interface Step {
  readonly state: SupervisorState;
  readonly effects: readonly Effect[];
}

type EventOf<Type extends SupervisorEvent['type']> = Extract<SupervisorEvent, { type: Type }>;

function stay(state: SupervisorState): Step {
  return { state, effects: [] };
}

function to(state: SupervisorState, actual: ServerActual, effects: readonly Effect[] = []): Step {
  return {
    state: { ...state, actual, pid: null, readiness: null, endpoint: null },
    effects,
  };
}

/** To a state in which nothing of ours runs: somebody else's server may come, or go. */
function rest(state: SupervisorState, actual: ServerActual): Step {
  return to(state, actual, [{ type: 'watchPort' }]);
}

function runIdOf({ actual }: SupervisorState): string | null {
  return 'runId' in actual ? actual.runId : null;
}

function begin(state: SupervisorState, at: number): Step {
  const runs = state.runs + 1;
  const runId = `${state.boot}-${runs}`;
  const next = { ...state, runs, restartAfterStop: false };
  return to(next, { state: 'starting', runId, since: at }, [{ type: 'begin', runId }]);
}

function held(state: SupervisorState, holder: PortOwner): Step {
  const { pid, canTakeOver } = holder;
  if (holder.kind === 'other') return rest(state, { state: 'portInUse', pid, name: holder.name, canTakeOver });
  const { owner, version, endpoint } = holder;
  const step = rest(state, { state: 'external', owner, pid, version, canTakeOver });
  return { ...step, state: { ...step.state, pid, endpoint } };
}

function stop(state: SupervisorState, runId: string, at: number, restartAfterStop: boolean): Step {
  return {
    state: { ...state, restartAfterStop, endpoint: null, actual: { state: 'stopping', runId, since: at } },
    effects: [{ type: 'end', runId }],
  };
}

function setDesired(state: SupervisorState, desired: SupervisorState['desired'], at: number): Step {
  const next = { ...state, desired };
  const { actual } = state;
  const fresh = { ...next, failures: noFailures };
  switch (actual.state) {
    case 'starting':
    case 'running':
    case 'unresponsive':
      return desired === 'running' ? stay(next) : stop(next, actual.runId, at, false);
    case 'stopping':
      return stay({ ...next, restartAfterStop: desired === 'running' });
    case 'external':
      return stay(next);
    case 'stopped':
    case 'notInstalled':
    case 'restarting':
    case 'failed':
    case 'portInUse':
      return desired === 'running' ? begin(fresh, at) : rest(fresh, { state: 'stopped' });
  }
}

function restart(state: SupervisorState, at: number): Step {
  const runId = runIdOf(state);
  const next: SupervisorState = { ...state, desired: 'running', failures: noFailures };
  // Also with somebody else's server, which stays as it is: the plan may say another port by now.
  if (runId === null) return begin(next, at);
  return state.actual.state === 'stopping' ? stay({ ...next, restartAfterStop: true }) : stop(next, runId, at, true);
}

function ready(state: SupervisorState, { runId, at, version, endpoint }: EventOf<'ready'>): Step {
  return stay({
    ...state,
    endpoint,
    readiness: { since: at, version },
    actual: { state: 'running', runId, since: at, version },
  });
}

/** A server that is silent keeps its endpoint: what is under way there may still arrive. */
function silent(state: SupervisorState, { runId, at }: EventOf<'silent'>): Step {
  return stay({ ...state, actual: { state: 'unresponsive', runId, since: at } });
}

function answers(state: SupervisorState, { runId }: EventOf<'answers'>): Step {
  return state.readiness === null
    ? stay(state)
    : stay({ ...state, actual: { state: 'running', runId, ...state.readiness } });
}

/** For how long it had answered, in milliseconds; its silence doesn't count. */
function answeredFor({ actual, readiness }: SupervisorState, at: number): number {
  if (readiness === null) return 0;
  return (actual.state === 'unresponsive' ? actual.since : at) - readiness.since;
}

function ended(state: SupervisorState, { at, cause, jitter }: EventOf<'ended'>): Step {
  if (state.desired === 'stopped') return rest(state, { state: 'stopped' });
  // Held, not failing: trying again would change nothing, and the folder that comes back starts it.
  if (cause.kind === 'modelsFolderUnavailable') return rest(state, { state: 'failed', at, cause });
  const answeredMs = answeredFor(state, at);
  const { pauseMs, attempt, failures } = decideRestart(state.failures, cause.kind, { answeredMs, jitter });
  const next = { ...state, failures };
  if (pauseMs === null) return rest(next, { state: 'failed', at, cause });
  const nextAt = at + pauseMs;
  return to(next, { state: 'restarting', attempt, nextAt, cause }, [{ type: 'retryAt', at: nextAt }]);
}

function portSeen(state: SupervisorState, holder: PortOwner | null, at: number): Step {
  const { state: now } = state.actual;
  const watchOn: Step = { state, effects: [{ type: 'watchPort' }] };
  if (holder?.kind === 'ollama') return held(state, holder);
  // A port that only the next start would need is nobody's business until then.
  if (now !== 'external' && now !== 'portInUse') return watchOn;
  if (state.desired === 'stopped') return rest(state, { state: 'stopped' });
  return holder === null ? begin({ ...state, failures: noFailures }, at) : held(state, holder);
}

/** Events that only mean something in certain states; elsewhere they are late and change nothing. */
const expectedIn: Partial<Record<SupervisorEvent['type'], readonly ServerActual['state'][]>> = {
  notInstalled: ['starting'],
  portInUse: ['starting'],
  launched: ['starting'],
  ready: ['starting'],
  silent: ['running'],
  answers: ['unresponsive'],
  ended: ['starting', 'running', 'unresponsive'],
  gone: ['stopping'],
  stopFailed: ['stopping'],
  retryDue: ['restarting'],
  folderAvailable: ['failed'],
  portSeen: ['stopped', 'notInstalled', 'failed', 'external', 'portInUse'],
};

/** The loop's whole policy: what each event means in each state, and what is to be done about it. No effects, no clock. */
export function transition(state: SupervisorState, event: SupervisorEvent): Step {
  if ('runId' in event && event.runId !== runIdOf(state)) return stay(state);
  if (expectedIn[event.type]?.includes(state.actual.state) === false) return stay(state);
  switch (event.type) {
    case 'setDesired':
      return setDesired(state, event.desired, event.at);
    case 'restart':
      return restart(state, event.at);
    case 'notInstalled':
      return rest(state, { state: 'notInstalled', detail: event.detail });
    case 'portInUse':
      return held(state, event.holder);
    case 'launched':
      return stay({ ...state, pid: event.pid });
    case 'ready':
      return ready(state, event);
    case 'silent':
      return silent(state, event);
    case 'answers':
      return answers(state, event);
    case 'ended':
      return ended(state, event);
    case 'gone':
      return state.restartAfterStop ? begin(state, event.at) : rest(state, { state: 'stopped' });
    case 'stopFailed':
      return rest(state, { state: 'failed', at: event.at, cause: event.cause });
    case 'retryDue':
    case 'folderAvailable':
      return begin(state, event.at);
    case 'portSeen':
      return portSeen(state, event.holder, event.at);
  }
}
