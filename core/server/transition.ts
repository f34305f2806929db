import type { ServerActual } from '../../contract/server.ts';
import { decideRestart, noFailures } from './restart-policy.ts';
import type { Effect, LoopEvent, LoopState, PortHolder } from './supervisor-state.ts';

export interface Step {
  readonly state: LoopState;
  readonly effects: readonly Effect[];
}

type EventOf<Type extends LoopEvent['type']> = Extract<LoopEvent, { type: Type }>;

const stay = (state: LoopState): Step => ({ state, effects: [] });

const to = (state: LoopState, actual: ServerActual, effects: readonly Effect[] = []): Step => ({
  state: { ...state, actual, pid: null, served: null, endpoint: null },
  effects,
});

/** To a state in which nothing of ours runs: somebody else's server may come, or go. */
const rest = (state: LoopState, actual: ServerActual): Step => to(state, actual, [{ type: 'watchPort' }]);

const runIdOf = ({ actual }: LoopState): string | null => ('runId' in actual ? actual.runId : null);

function begin(state: LoopState, at: number): Step {
  const runs = state.runs + 1;
  const runId = `${state.boot}-${runs}`;
  const next = { ...state, runs, again: false };
  return to(next, { state: 'starting', runId, since: at }, [{ type: 'begin', runId }]);
}

function held(state: LoopState, holder: PortHolder): Step {
  const { pid, canTakeOver } = holder;
  if (holder.kind === 'other') return rest(state, { state: 'portTaken', pid, name: holder.name, canTakeOver });
  const { owner, version, endpoint } = holder;
  const step = rest(state, { state: 'external', owner, pid, version, canTakeOver });
  return { ...step, state: { ...step.state, pid, endpoint } };
}

const stop = (state: LoopState, runId: string, at: number, again: boolean): Step => ({
  state: { ...state, again, endpoint: null, actual: { state: 'stopping', runId, since: at } },
  effects: [{ type: 'end', runId }],
});

function want(state: LoopState, wanted: LoopState['wanted'], at: number): Step {
  const next = { ...state, wanted };
  const { actual } = state;
  const fresh = { ...next, failures: noFailures };
  switch (actual.state) {
    case 'starting':
    case 'running':
    case 'unresponsive':
      return wanted === 'running' ? stay(next) : stop(next, actual.runId, at, false);
    case 'stopping':
      return stay({ ...next, again: wanted === 'running' });
    case 'external':
      return stay(next);
    case 'stopped':
    case 'notInstalled':
    case 'restarting':
    case 'failed':
    case 'portTaken':
      return wanted === 'running' ? begin(fresh, at) : rest(fresh, { state: 'stopped' });
  }
}

function restart(state: LoopState, at: number): Step {
  const runId = runIdOf(state);
  const next: LoopState = { ...state, wanted: 'running', failures: noFailures };
  // Also with somebody else's server, which stays as it is: the plan may say another port by now.
  if (runId === null) return begin(next, at);
  return state.actual.state === 'stopping' ? stay({ ...next, again: true }) : stop(next, runId, at, true);
}

function ready(state: LoopState, { runId, at, version, endpoint }: EventOf<'ready'>): Step {
  return stay({
    ...state,
    endpoint,
    served: { since: at, version },
    actual: { state: 'running', runId, since: at, version },
  });
}

/** A server that is silent keeps its endpoint: what is under way there may still arrive. */
const silent = (state: LoopState, { runId, at }: EventOf<'silent'>): Step =>
  stay({ ...state, actual: { state: 'unresponsive', runId, since: at } });

const answers = (state: LoopState, { runId }: EventOf<'answers'>): Step =>
  state.served === null ? stay(state) : stay({ ...state, actual: { state: 'running', runId, ...state.served } });

/** For how long it had answered, in milliseconds; its silence doesn't count. */
function answeredFor({ actual, served }: LoopState, at: number): number {
  if (served === null) return 0;
  return (actual.state === 'unresponsive' ? actual.since : at) - served.since;
}

function ended(state: LoopState, { at, cause, chance }: EventOf<'ended'>): Step {
  if (state.wanted === 'stopped') return rest(state, { state: 'stopped' });
  // Held, not failing: trying again would change nothing, and the folder that comes back starts it.
  if (cause.kind === 'modelsFolderUnavailable') return rest(state, { state: 'failed', at, cause });
  const answeredMs = answeredFor(state, at);
  const { pauseMs, attempt, failures } = decideRestart(state.failures, cause.kind, { answeredMs, chance });
  const next = { ...state, failures };
  if (pauseMs === null) return rest(next, { state: 'failed', at, cause });
  const nextAt = at + pauseMs;
  return to(next, { state: 'restarting', attempt, nextAt, cause }, [{ type: 'retryAt', at: nextAt }]);
}

function portSeen(state: LoopState, holder: PortHolder | null, at: number): Step {
  const { state: now } = state.actual;
  const watchOn: Step = { state, effects: [{ type: 'watchPort' }] };
  if (holder?.kind === 'ollama') return held(state, holder);
  // A port that only the next start would need is nobody's business until then.
  if (now !== 'external' && now !== 'portTaken') return watchOn;
  if (state.wanted === 'stopped') return rest(state, { state: 'stopped' });
  return holder === null ? begin({ ...state, failures: noFailures }, at) : held(state, holder);
}

/** Events that only mean something in certain states; elsewhere they are late and change nothing. */
const expectedIn: Partial<Record<LoopEvent['type'], readonly ServerActual['state'][]>> = {
  notInstalled: ['starting'],
  portHeld: ['starting'],
  launched: ['starting'],
  ready: ['starting'],
  silent: ['running'],
  answers: ['unresponsive'],
  ended: ['starting', 'running', 'unresponsive'],
  gone: ['stopping'],
  wouldNotStop: ['stopping'],
  retryDue: ['restarting'],
  holdOver: ['failed'],
  portSeen: ['stopped', 'notInstalled', 'failed', 'external', 'portTaken'],
};

/** The loop's whole policy: what each event means in each state, and what is to be done about it. No effects, no clock. */
export function transition(state: LoopState, event: LoopEvent): Step {
  if ('runId' in event && event.runId !== runIdOf(state)) return stay(state);
  if (expectedIn[event.type]?.includes(state.actual.state) === false) return stay(state);
  switch (event.type) {
    case 'want':
      return want(state, event.wanted, event.at);
    case 'restart':
      return restart(state, event.at);
    case 'notInstalled':
      return rest(state, { state: 'notInstalled', detail: event.detail });
    case 'portHeld':
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
      return state.again ? begin(state, event.at) : rest(state, { state: 'stopped' });
    case 'wouldNotStop':
      return rest(state, { state: 'failed', at: event.at, cause: event.cause });
    case 'retryDue':
    case 'holdOver':
      return begin(state, event.at);
    case 'portSeen':
      return portSeen(state, event.holder, event.at);
  }
}
