import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ServerActual } from '../../contract/server.ts';
import type { PortOwner } from './port/port-owner.ts';
import { noFailures } from './restart-policy.ts';
import { makeCause } from './run/server-cause.ts';
import { initialSupervisorState, type SupervisorEvent, type SupervisorState } from './supervisor-state.ts';
import { transition } from './transition.ts';

const cause = makeCause('exited', 'The server quit with exit code 2.');
const endpoint = { host: '127.0.0.1', port: 1 };
const ollama: PortOwner = { kind: 'ollama', owner: 'terminal', pid: 7, version: '0.1.0', endpoint, canTakeOver: true };
const other: PortOwner = { kind: 'other', pid: 8, name: 'nc', canTakeOver: false };
const runId = 'b-1';

const actuals: Record<ServerActual['state'], ServerActual> = {
  notInstalled: { state: 'notInstalled', detail: null },
  stopped: { state: 'stopped' },
  starting: { state: 'starting', runId, since: 0 },
  running: { state: 'running', runId, since: 0, version: '0.1.0' },
  unresponsive: { state: 'unresponsive', runId, since: 0 },
  restarting: { state: 'restarting', attempt: 1, nextAt: 0, cause },
  failed: { state: 'failed', at: 0, cause },
  stopping: { state: 'stopping', runId, since: 0 },
  external: { state: 'external', owner: 'terminal', pid: 7, version: '0.1.0', canTakeOver: false },
  portInUse: { state: 'portInUse', pid: 8, name: 'nc', canTakeOver: false },
};

const events = {
  setRunning: { type: 'setDesired', desired: 'running', at: 5 },
  setStopped: { type: 'setDesired', desired: 'stopped', at: 5 },
  restart: { type: 'restart', at: 5 },
  notInstalled: { type: 'notInstalled', runId, detail: '/x' },
  portInUseByOllama: { type: 'portInUse', runId, portOwner: ollama },
  portInUseByOther: { type: 'portInUse', runId, portOwner: other },
  launched: { type: 'launched', runId, at: 5, pid: 9, adopted: false },
  ready: { type: 'ready', runId, at: 5, version: '0.2.0', endpoint },
  unresponsive: { type: 'unresponsive', runId, at: 5 },
  responsive: { type: 'responsive', runId },
  runFailed: { type: 'runFailed', runId, at: 5, cause, jitter: 0.5 },
  failedForItsFolder: { type: 'runFailed', runId, at: 5, cause: makeCause('modelsFolderUnavailable', ''), jitter: 0.5 },
  stoppedByOther: { type: 'runFailed', runId, at: 5, cause: makeCause('stoppedByOther', ''), jitter: 0.5 },
  stopped: { type: 'stopped', runId, at: 5 },
  stopFailed: { type: 'stopFailed', runId, at: 5, cause },
  retryDue: { type: 'retryDue', at: 5 },
  folderAvailable: { type: 'folderAvailable', at: 5 },
  portFree: { type: 'portScanned', at: 5, portOwner: null },
  portScannedOllama: { type: 'portScanned', at: 5, portOwner: ollama },
  portScannedOther: { type: 'portScanned', at: 5, portOwner: other },
} as const satisfies Record<string, SupervisorEvent>;

function stateOf(name: ServerActual['state'], desired: SupervisorState['desired'] = 'running'): SupervisorState {
  return {
    ...initialSupervisorState('b'),
    desired,
    actual: actuals[name],
    ready: name === 'running' || name === 'unresponsive' ? { since: 0, version: '0.1.0' } : null,
    runCount: 1,
  };
}

/** Every event in every state, with a running server desired: the next state, and the effects. Without an entry nothing changes. */
const table: Record<keyof typeof events, Partial<Record<ServerActual['state'], string>>> = {
  setRunning: {
    notInstalled: 'starting startRun',
    stopped: 'starting startRun',
    restarting: 'starting startRun',
    failed: 'starting startRun',
    portInUse: 'starting startRun',
  },
  setStopped: {
    notInstalled: 'stopped schedulePortScan',
    stopped: 'stopped schedulePortScan',
    starting: 'stopping stopRun',
    running: 'stopping stopRun',
    unresponsive: 'stopping stopRun',
    restarting: 'stopped schedulePortScan',
    failed: 'stopped schedulePortScan',
    portInUse: 'stopped schedulePortScan',
  },
  restart: {
    notInstalled: 'starting startRun',
    stopped: 'starting startRun',
    starting: 'stopping stopRun',
    running: 'stopping stopRun',
    unresponsive: 'stopping stopRun',
    restarting: 'starting startRun',
    failed: 'starting startRun',
    external: 'starting startRun',
    portInUse: 'starting startRun',
  },
  notInstalled: { starting: 'notInstalled schedulePortScan' },
  portInUseByOllama: { starting: 'external schedulePortScan' },
  portInUseByOther: { starting: 'portInUse schedulePortScan' },
  launched: {},
  ready: { starting: 'running' },
  runFailed: {
    starting: 'restarting scheduleRetry',
    running: 'restarting scheduleRetry',
    unresponsive: 'restarting scheduleRetry',
  },
  unresponsive: { running: 'unresponsive' },
  responsive: { unresponsive: 'running' },
  failedForItsFolder: {
    starting: 'failed schedulePortScan',
    running: 'failed schedulePortScan',
    unresponsive: 'failed schedulePortScan',
  },
  stoppedByOther: {
    starting: 'stopped schedulePortScan',
    running: 'stopped schedulePortScan',
    unresponsive: 'stopped schedulePortScan',
  },
  stopped: { stopping: 'stopped schedulePortScan' },
  stopFailed: { stopping: 'failed schedulePortScan' },
  retryDue: { restarting: 'starting startRun' },
  folderAvailable: { failed: 'starting startRun' },
  portFree: {
    notInstalled: 'notInstalled schedulePortScan',
    stopped: 'stopped schedulePortScan',
    failed: 'failed schedulePortScan',
    external: 'starting startRun',
    portInUse: 'starting startRun',
  },
  portScannedOllama: {
    notInstalled: 'external schedulePortScan',
    stopped: 'external schedulePortScan',
    failed: 'external schedulePortScan',
    external: 'external schedulePortScan',
    portInUse: 'external schedulePortScan',
  },
  portScannedOther: {
    notInstalled: 'notInstalled schedulePortScan',
    stopped: 'stopped schedulePortScan',
    failed: 'failed schedulePortScan',
    external: 'portInUse schedulePortScan',
    portInUse: 'portInUse schedulePortScan',
  },
};

const names = Object.keys(actuals) as ServerActual['state'][];
describe.each(Object.keys(events) as (keyof typeof events)[])('%s', (eventName) => {
  test.each(names)('in %s', (name) => {
    const before = stateOf(name);
    const { state, effects } = transition(before, events[eventName]);
    const expected = table[eventName][name];
    if (expected === undefined) {
      expect(state.actual).toEqual(before.actual);
      expect(effects).toEqual([]);
    } else {
      expect([state.actual.state, ...effects.map(({ type }) => type)].join(' ')).toBe(expected);
    }
  });
});

test('a start while stopping restarts once the old run is gone', () => {
  const stopping = transition(stateOf('running'), events.setStopped).state;
  const restarting = transition(stopping, events.setRunning);
  expect(restarting.effects).toEqual([]);
  const started = transition(restarting.state, events.stopped);
  expect(started.effects).toEqual([{ type: 'startRun', runId: 'b-2' }]);
});

test('a server that another process stopped isn’t desired anymore, until a person starts it', () => {
  const { state } = transition(
    { ...stateOf('running'), failures: { ...noFailures, neverReady: 1 } },
    events.stoppedByOther,
  );
  expect(state).toMatchObject({ desired: 'stopped', actual: { byOther: { at: 5 } }, failures: noFailures });
  expect(transition(state, events.portFree).state.actual).toEqual(state.actual);
  expect(transition(state, events.setRunning).state).toMatchObject({
    desired: 'running',
    actual: { state: 'starting' },
  });
  const requested = transition(stateOf('running', 'stopped'), events.stoppedByOther).state;
  expect(requested.actual).toEqual({ state: 'stopped' });
});

test('a run that fails while the desired state is stopped ends as stopped', () => {
  expect(transition(stateOf('running', 'stopped'), events.runFailed).state.actual).toEqual({ state: 'stopped' });
});

test.each([null, other])(
  'an external server that goes away leaves the state stopped where none is desired',
  (portOwner) => {
    const event: SupervisorEvent = { type: 'portScanned', at: 5, portOwner };
    expect(transition(stateOf('external', 'stopped'), event).state.actual).toEqual({ state: 'stopped' });
  },
);

test.each([
  ['exited', [0, 500, 1_000, 2_000, 4_000]],
  ['exitedBeforeReady', [0, 500, 1_000, 2_000, 4_000]],
  ['addressInUse', [0, 500, 1_000, 2_000, 4_000]],
  ['neverReady', [0, 5_000]],
  ['unresponsive', [0, 5_000]],
  ...(['spawnFailed', 'programMissing', 'notExecutable', 'quarantined', 'wrongArchitecture'] as const).map(
    (kind) => [kind, [1_000, 2_000]] as const,
  ),
] as const)('%s: restarts with growing delays, then gives up; a person may try again', (kind, expected) => {
  let state = stateOf('running');
  const delays: number[] = [];
  for (let at = 1_000; state.actual.state !== 'failed'; at += 1_000) {
    const ready = { since: at - 1, version: '0.1.0' };
    state = { ...state, ready, actual: { state: 'running', runId, ...ready } };
    state = transition(state, { ...events.runFailed, at, cause: makeCause(kind, '') }).state;
    if (state.actual.state === 'restarting') delays.push(state.actual.nextAt - at);
  }
  expect(delays).toEqual(expected);
  expect(transition(state, events.setRunning).state.failures).toEqual(noFailures);
});

test.each([
  ['at once where Corral holds the port', true, 0],
  ['after the app had its chance at the port', false, 3_000],
])('stopped by the Ollama app, it is restarted %s, and that is no failure', (_when, isBehindCorral, delayMs) => {
  let state: SupervisorState = { ...stateOf('running'), failures: { ...noFailures, exitedAfterReady: 5 } };
  const stopped = { ...events.runFailed, cause: makeCause('stoppedByOllamaApp', ''), isBehindCorral };
  for (let times = 0; times < 9; times += 1) {
    const { failures } = state;
    state = transition({ ...state, actual: actuals.running }, stopped).state;
    expect(state).toMatchObject({ failures, actual: { state: 'restarting', attempt: 1, nextAt: 5 + delayMs } });
  }
});

test('a port of its own that somebody took just before is replaced at once, unless that repeats', () => {
  const inUse = makeCause('addressInUse', '');
  let state = stateOf('starting');
  for (let times = 1; times <= 5; times += 1) {
    const { runId: current } = state.actual as { runId: string };
    const taken = { ...events.runFailed, runId: current, cause: inUse, takenInnerPort: 20_000 + times };
    const step = transition(state, taken);
    expect(step.effects).toEqual([{ type: 'startRun', runId: `b-${times + 1}` }]);
    expect(step.state.failures).toEqual(noFailures);
    state = step.state;
  }
  const again = { ...events.runFailed, runId: 'b-6', cause: inUse, takenInnerPort: 20_006 };
  expect(transition(state, again).state).toMatchObject({
    actual: { state: 'restarting', cause: { kind: 'addressInUse' } },
    failures: { exitedBeforeReady: 1 },
  });
  const ready = transition(state, { ...events.ready, runId: 'b-6' }).state;
  const next = { ...ready, actual: { ...actuals.starting, runId: 'b-6' } as ServerActual };
  expect(transition(next, again).effects).toEqual([{ type: 'startRun', runId: 'b-7' }]);
});

test('the time as unresponsive before a hang is no healthy time', () => {
  const failures = { ...noFailures, neverReady: 1 };
  const ready = { since: 0, version: '0.1.0' };
  const unresponsive = { ...stateOf('unresponsive'), failures, ready };
  const hung = { ...events.runFailed, at: 400_000, cause: makeCause('unresponsive', '') };
  const after = (since: number) =>
    transition({ ...unresponsive, actual: { state: 'unresponsive', runId, since } }, hung).state.failures;
  expect(after(59_999).neverReady).toBe(2);
  expect(after(60_000).neverReady).toBe(1);
});

test('in any order of events there is one run at most, and late events of an old run change nothing', () => {
  const anyEvent = fc.constantFrom(...Object.values(events));
  const anyRun = fc.integer({ min: 1, max: 6 });
  fc.assert(
    fc.property(fc.array(fc.tuple(anyEvent, anyRun), { maxLength: 60 }), (steps) => {
      let state = initialSupervisorState('b');
      const running = new Set<string>();
      for (const [event, n] of steps) {
        const stamped: SupervisorEvent = 'runId' in event ? { ...event, runId: `b-${n}` } : event;
        const current = 'runId' in state.actual ? state.actual.runId : null;
        const step = transition(state, stamped);
        if ('runId' in stamped && stamped.runId !== current) expect(step.state).toBe(state);
        else if (
          ['runFailed', 'stopped', 'notInstalled', 'portInUse', 'stopFailed'].includes(stamped.type) &&
          step.state !== state
        ) {
          running.delete(current ?? '');
        }
        for (const effect of step.effects) if (effect.type === 'startRun') running.add(effect.runId);
        expect(running.size).toBeLessThanOrEqual(1);
        state = step.state;
      }
    }),
    { numRuns: 500 },
  );
});
