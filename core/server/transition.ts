import type { ServerActual } from '../../contract/server.ts';
import type { PortOwner } from './port/port-owner.ts';
import { decideRestart, delayAfterOllamaApp, noFailures } from './restart-policy.ts';
import { runIdOf, type SupervisorEffect, type SupervisorEvent, type SupervisorState } from './supervisor-state.ts';

export interface Step {
  readonly state: SupervisorState;
  readonly effects: readonly SupervisorEffect[];
}

type EventOf<Type extends SupervisorEvent['type']> = Extract<SupervisorEvent, { type: Type }>;

type Restarting = Extract<ServerActual, { state: 'restarting' }>;

function update(state: SupervisorState): Step {
  return { state, effects: [] };
}

function moveTo(state: SupervisorState, actual: ServerActual, effects: readonly SupervisorEffect[] = []): Step {
  return { state: { ...state, actual, pid: null, ready: null, endpoint: null }, effects };
}

/** To a state in which no server of ours runs: an external one may appear, or go away. */
function moveToRest(state: SupervisorState, actual: ServerActual): Step {
  return moveTo(state, actual, [{ type: 'schedulePortScan' }]);
}

function startRun(state: SupervisorState, at: number): Step {
  const runCount = state.runCount + 1;
  const runId = `${state.session}-${runCount}`;
  const next = { ...state, runCount, restartAfterStop: false };
  return moveTo(next, { state: 'starting', runId, since: at }, [{ type: 'startRun', runId }]);
}

function stopRun(state: SupervisorState, runId: string, at: number): Step {
  return {
    state: { ...state, endpoint: null, actual: { state: 'stopping', runId, since: at } },
    effects: [{ type: 'stopRun', runId }],
  };
}

/** Another process uses the port: its server is used, anything else is waited for. */
function blockedBy(state: SupervisorState, portOwner: PortOwner): Step {
  const { pid, canTakeOver } = portOwner;
  if (portOwner.kind === 'other') {
    return moveToRest(state, { state: 'portInUse', pid, name: portOwner.name, canTakeOver });
  }
  const { owner, version, endpoint } = portOwner;
  const step = moveToRest(state, { state: 'external', owner, pid, version, canTakeOver });
  return { ...step, state: { ...step.state, pid, endpoint } };
}

function setDesired(state: SupervisorState, { desired, at }: EventOf<'setDesired'>): Step {
  const next = { ...state, desired };
  const { actual } = state;
  switch (actual.state) {
    case 'starting':
    case 'running':
    case 'unresponsive':
      return desired === 'running' ? update(next) : stopRun({ ...next, restartAfterStop: false }, actual.runId, at);
    case 'stopping':
      return update({ ...next, restartAfterStop: desired === 'running' });
    case 'external':
      return update(next);
    case 'stopped':
    case 'notInstalled':
    case 'restarting':
    case 'failed':
    case 'portInUse': {
      const forgiven = { ...next, failures: noFailures };
      return desired === 'running' ? startRun(forgiven, at) : moveToRest(forgiven, { state: 'stopped' });
    }
  }
}

function restart(state: SupervisorState, at: number): Step {
  const runId = runIdOf(state.actual);
  const next: SupervisorState = { ...state, desired: 'running', failures: noFailures };
  // Also with an external server, which stays as it is: the plan may name another port by now.
  if (runId === null) return startRun(next, at);
  const restarting = { ...next, restartAfterStop: true };
  return state.actual.state === 'stopping' ? update(restarting) : stopRun(restarting, runId, at);
}

function becomeReady(state: SupervisorState, { runId, at, version, endpoint }: EventOf<'ready'>): Step {
  return update({
    ...state,
    takenPorts: 0,
    endpoint,
    ready: { since: at, version },
    actual: { state: 'running', runId, since: at, version },
  });
}

/** An unresponsive server keeps its endpoint: responses in progress may still arrive. */
function becomeUnresponsive(state: SupervisorState, { runId, at }: EventOf<'unresponsive'>): Step {
  return update({ ...state, actual: { state: 'unresponsive', runId, since: at } });
}

function becomeResponsive(state: SupervisorState, { runId }: EventOf<'responsive'>): Step {
  const { ready } = state;
  return ready === null ? update(state) : update({ ...state, actual: { state: 'running', runId, ...ready } });
}

/** For how long it had responded, in milliseconds; the time as unresponsive doesn't count. */
function readyMs({ actual, ready }: SupervisorState, at: number): number {
  if (ready === null) return 0;
  return (actual.state === 'unresponsive' ? actual.since : at) - ready.since;
}

/** A port that a start only nearly got is no failure of the server, unless that repeats. */
const MAX_TAKEN_PORTS = 5;

function restartAt(
  state: SupervisorState,
  nextAt: number,
  { attempt, cause }: Pick<Restarting, 'attempt' | 'cause'>,
): Step {
  return moveTo(state, { state: 'restarting', attempt, nextAt, cause }, [{ type: 'scheduleRetry', at: nextAt }]);
}

function afterFailure(state: SupervisorState, event: EventOf<'runFailed'>): Step {
  const { at, cause, jitter, isBehindCorral = false, takenInnerPort } = event;
  if (state.desired === 'stopped') return moveToRest(state, { state: 'stopped' });
  const { kind } = cause;
  // `pkill ollama` is how people get rid of it: the server stays down until a person starts it.
  if (kind === 'stoppedByOther') {
    return moveToRest({ ...state, desired: 'stopped', failures: noFailures }, { state: 'stopped', byOther: { at } });
  }
  if (kind === 'stoppedByOllamaApp')
    return restartAt(state, at + delayAfterOllamaApp(isBehindCorral), { attempt: 1, cause });
  if (takenInnerPort !== undefined && state.takenPorts < MAX_TAKEN_PORTS) {
    return startRun({ ...state, takenPorts: state.takenPorts + 1 }, at);
  }
  // Another attempt would change nothing; the server starts when the folder is available again.
  if (kind === 'modelsFolderUnavailable') return moveToRest(state, { state: 'failed', at, cause });
  const run = { readyMs: readyMs(state, at), jitter };
  const { delayMs, attempt, failures } = decideRestart(state.failures, kind, run);
  const next = { ...state, failures };
  if (delayMs === null) return moveToRest(next, { state: 'failed', at, cause });
  return restartAt(next, at + delayMs, { attempt, cause });
}

function afterPortScan(state: SupervisorState, { portOwner, at }: EventOf<'portScanned'>): Step {
  if (portOwner?.kind === 'ollama') return blockedBy(state, portOwner);
  const isPortNeeded = state.actual.state === 'external' || state.actual.state === 'portInUse';
  // A port that only the next start would need is of no interest until then.
  if (!isPortNeeded) return { state, effects: [{ type: 'schedulePortScan' }] };
  if (state.desired === 'stopped') return moveToRest(state, { state: 'stopped' });
  return portOwner === null ? startRun({ ...state, failures: noFailures }, at) : blockedBy(state, portOwner);
}

/** Events that only mean something in certain states; elsewhere they are late and change nothing. */
const EXPECTED_IN: Partial<Record<SupervisorEvent['type'], readonly ServerActual['state'][]>> = {
  notInstalled: ['starting'],
  portInUse: ['starting'],
  launched: ['starting'],
  ready: ['starting'],
  unresponsive: ['running'],
  responsive: ['unresponsive'],
  runFailed: ['starting', 'running', 'unresponsive'],
  stopped: ['stopping'],
  stopFailed: ['stopping'],
  retryDue: ['restarting'],
  folderAvailable: ['failed'],
  portScanned: ['stopped', 'notInstalled', 'failed', 'external', 'portInUse'],
};

function isLate({ actual }: SupervisorState, event: SupervisorEvent): boolean {
  if ('runId' in event && event.runId !== runIdOf(actual)) return true;
  return EXPECTED_IN[event.type]?.includes(actual.state) === false;
}

/** The supervisor's whole policy: what each event means in each state, and what is to be done about it. No effects, no clock. */
export function transition(state: SupervisorState, event: SupervisorEvent): Step {
  if (isLate(state, event)) return update(state);
  switch (event.type) {
    case 'setDesired':
      return setDesired(state, event);
    case 'restart':
      return restart(state, event.at);
    case 'notInstalled':
      return moveToRest(state, { state: 'notInstalled', detail: event.detail });
    case 'portInUse':
      return blockedBy(state, event.portOwner);
    case 'launched':
      return update({ ...state, pid: event.pid });
    case 'ready':
      return becomeReady(state, event);
    case 'unresponsive':
      return becomeUnresponsive(state, event);
    case 'responsive':
      return becomeResponsive(state, event);
    case 'runFailed':
      return afterFailure(state, event);
    case 'stopped':
      return state.restartAfterStop ? startRun(state, event.at) : moveToRest(state, { state: 'stopped' });
    case 'stopFailed':
      return moveToRest(state, { state: 'failed', at: event.at, cause: event.cause });
    case 'retryDue':
    case 'folderAvailable':
      return startRun(state, event.at);
    case 'portScanned':
      return afterPortScan(state, event);
  }
}
