import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ServerActual } from '../../contract/server.ts';
import { decideRestart, noFailures } from './restart-policy.ts';
import { makeCause } from './run/server-cause.ts';
import { initialLoopState, type PortOwner, type SupervisorEvent, type SupervisorState } from './supervisor-state.ts';
import { transition } from './transition.ts';

const cause = makeCause('exited', 'The server ended with exit code 2.');
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
  wantRunning: { type: 'setDesired', desired: 'running', at: 5 },
  wantStopped: { type: 'setDesired', desired: 'stopped', at: 5 },
  restart: { type: 'restart', at: 5 },
  notInstalled: { type: 'notInstalled', runId, detail: '/x' },
  portHeldByOllama: { type: 'portInUse', runId, holder: ollama },
  portHeldByOther: { type: 'portInUse', runId, holder: other },
  launched: { type: 'launched', runId, at: 5, pid: 9, adopted: false },
  ready: { type: 'ready', runId, at: 5, version: '0.2.0', endpoint },
  silent: { type: 'silent', runId, at: 5 },
  answers: { type: 'answers', runId },
  ended: { type: 'ended', runId, at: 5, cause, jitter: 0.5 },
  endedForItsFolder: { type: 'ended', runId, at: 5, cause: makeCause('modelsFolderUnavailable', ''), jitter: 0.5 },
  gone: { type: 'gone', runId, at: 5 },
  stopFailed: { type: 'stopFailed', runId, at: 5, cause },
  retryDue: { type: 'retryDue', at: 5 },
  folderAvailable: { type: 'folderAvailable', at: 5 },
  portFree: { type: 'portSeen', at: 5, holder: null },
  portSeenOllama: { type: 'portSeen', at: 5, holder: ollama },
  portSeenOther: { type: 'portSeen', at: 5, holder: other },
} as const satisfies Record<string, SupervisorEvent>;

function stateOf(name: ServerActual['state'], desired: SupervisorState['desired'] = 'running'): SupervisorState {
  return {
    ...initialLoopState('b'),
    desired,
    actual: actuals[name],
    readiness: name === 'running' || name === 'unresponsive' ? { since: 0, version: '0.1.0' } : null,
    runs: 1,
  };
}

/** Every event in every state, with the server wanted: what it becomes, and what is done. None is: nothing changes. */
const table: Record<keyof typeof events, Partial<Record<ServerActual['state'], string>>> = {
  wantRunning: {
    notInstalled: 'starting begin',
    stopped: 'starting begin',
    restarting: 'starting begin',
    failed: 'starting begin',
    portInUse: 'starting begin',
  },
  wantStopped: {
    notInstalled: 'stopped watchPort',
    stopped: 'stopped watchPort',
    starting: 'stopping end',
    running: 'stopping end',
    unresponsive: 'stopping end',
    restarting: 'stopped watchPort',
    failed: 'stopped watchPort',
    portInUse: 'stopped watchPort',
  },
  restart: {
    notInstalled: 'starting begin',
    stopped: 'starting begin',
    starting: 'stopping end',
    running: 'stopping end',
    unresponsive: 'stopping end',
    restarting: 'starting begin',
    failed: 'starting begin',
    external: 'starting begin',
    portInUse: 'starting begin',
  },
  notInstalled: { starting: 'notInstalled watchPort' },
  portHeldByOllama: { starting: 'external watchPort' },
  portHeldByOther: { starting: 'portInUse watchPort' },
  launched: {},
  ready: { starting: 'running' },
  ended: { starting: 'restarting retryAt', running: 'restarting retryAt', unresponsive: 'restarting retryAt' },
  silent: { running: 'unresponsive' },
  answers: { unresponsive: 'running' },
  endedForItsFolder: {
    starting: 'failed watchPort',
    running: 'failed watchPort',
    unresponsive: 'failed watchPort',
  },
  gone: { stopping: 'stopped watchPort' },
  stopFailed: { stopping: 'failed watchPort' },
  retryDue: { restarting: 'starting begin' },
  folderAvailable: { failed: 'starting begin' },
  portFree: {
    notInstalled: 'notInstalled watchPort',
    stopped: 'stopped watchPort',
    failed: 'failed watchPort',
    external: 'starting begin',
    portInUse: 'starting begin',
  },
  portSeenOllama: {
    notInstalled: 'external watchPort',
    stopped: 'external watchPort',
    failed: 'external watchPort',
    external: 'external watchPort',
    portInUse: 'external watchPort',
  },
  portSeenOther: {
    notInstalled: 'notInstalled watchPort',
    stopped: 'stopped watchPort',
    failed: 'failed watchPort',
    external: 'portInUse watchPort',
    portInUse: 'portInUse watchPort',
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

test('a start while it stops begins again once the old run is gone', () => {
  const stopping = transition(stateOf('running'), events.wantStopped).state;
  const restartAfterStop = transition(stopping, events.wantRunning);
  expect(restartAfterStop.effects).toEqual([]);
  const begun = transition(restartAfterStop.state, events.gone);
  expect(begun.effects).toEqual([{ type: 'begin', runId: 'b-2' }]);
});

test('a run that ends while it isn’t wanted is simply stopped', () => {
  expect(transition(stateOf('running', 'stopped'), events.ended).state.actual).toEqual({ state: 'stopped' });
});

test.each([null, other])(
  'somebody else’s server that goes away leaves nothing behind when none is wanted',
  (holder) => {
    const event: SupervisorEvent = { type: 'portSeen', at: 5, holder };
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
  ['stoppedByOllamaApp', [3_000, 3_000, 3_000]],
] as const)('%s: restarts with growing pauses, then gives up; a person may try again', (kind, expected) => {
  let state = stateOf('running');
  const pauses: number[] = [];
  for (let at = 1_000; state.actual.state !== 'failed'; at += 1_000) {
    const readiness = { since: at - 1, version: '0.1.0' };
    state = { ...state, readiness, actual: { state: 'running', runId, ...readiness } };
    state = transition(state, { ...events.ended, at, cause: makeCause(kind, '') }).state;
    if (state.actual.state === 'restarting') pauses.push(state.actual.nextAt - at);
  }
  expect(pauses).toEqual(expected);
  expect(transition(state, events.wantRunning).state.failures).toEqual(noFailures);
});

function run(answeredMs: number) {
  return { answeredMs, jitter: 0.5 };
}

test('chance spreads a pause by a fifth either way, and a first restart at once stays at once', () => {
  const failures = { ...noFailures, diedAfterReady: 3 };
  const pauses = [0, 0.5, 1].map((jitter) => decideRestart(failures, 'exited', { answeredMs: 0, jitter }).pauseMs);
  expect(pauses).toEqual([1_600, 2_000, 2_400]);
  expect(decideRestart(noFailures, 'exited', { answeredMs: 0, jitter: 1 }).pauseMs).toBe(0);
});

test('kinds of failure are counted apart, the attempts together', () => {
  const first = decideRestart(noFailures, 'exitedBeforeReady', run(0));
  const second = decideRestart(first.failures, 'exited', run(10));
  expect([first, second]).toMatchObject([
    { pauseMs: 0, attempt: 1 },
    { pauseMs: 0, attempt: 2 },
  ]);
});

test('a healthy minute forgets what went wrong before it', () => {
  const failures = { ...noFailures, diedAfterReady: 3, diedBeforeReady: 2 };
  expect(decideRestart(failures, 'exited', run(60_000))).toEqual({
    pauseMs: 0,
    attempt: 1,
    failures: { ...noFailures, diedAfterReady: 1 },
  });
  expect(decideRestart(failures, 'exited', run(59_999))).toMatchObject({ pauseMs: 2_000, attempt: 6 });
});

test('the silence before a hang is seen is no healthy time', () => {
  const failures = { ...noFailures, neverReady: 1 };
  const readiness = { since: 0, version: '0.1.0' };
  const silent = { ...stateOf('unresponsive'), failures, readiness };
  const hung = { ...events.ended, at: 400_000, cause: makeCause('unresponsive', '') };
  const after = (since: number) =>
    transition({ ...silent, actual: { state: 'unresponsive', runId, since } }, hung).state.failures;
  expect(after(59_999).neverReady).toBe(2);
  expect(after(60_000).neverReady).toBe(1);
});

test('whatever happens in whatever order: one run at most, and late events of an old run change nothing', () => {
  const anyEvent = fc.constantFrom(...Object.values(events));
  const anyRun = fc.integer({ min: 1, max: 6 });
  fc.assert(
    fc.property(fc.array(fc.tuple(anyEvent, anyRun), { maxLength: 60 }), (steps) => {
      let state = initialLoopState('b');
      const alive = new Set<string>();
      for (const [event, n] of steps) {
        const stamped: SupervisorEvent = 'runId' in event ? { ...event, runId: `b-${n}` } : event;
        const current = 'runId' in state.actual ? state.actual.runId : null;
        const step = transition(state, stamped);
        if ('runId' in stamped && stamped.runId !== current) expect(step.state).toBe(state);
        else if (
          ['ended', 'gone', 'notInstalled', 'portInUse', 'stopFailed'].includes(stamped.type) &&
          step.state !== state
        ) {
          alive.delete(current ?? '');
        }
        for (const effect of step.effects) if (effect.type === 'begin') alive.add(effect.runId);
        expect(alive.size).toBeLessThanOrEqual(1);
        state = step.state;
      }
    }),
    { numRuns: 500 },
  );
});
