import { describe, expect, test } from 'vitest';
import type { Launched } from './launch.ts';
import type { Prepared } from './prepare-run.ts';
import type { RunFailed } from './run-event.ts';
import { initialRunState, type RunInput, type RunningServer, type RunState } from './run-state.ts';
import { runTransition } from './run-transition.ts';
import { makeCause, stopFailed } from './server-cause.ts';

const runId = 'b-1';
const launched: Launched = {
  pid: 7,
  exited: new Promise(() => undefined),
  startedAt: 1,
  adopted: false,
  detach: () => undefined,
};
const endpoint = { host: '127.0.0.1', port: 1 };
const server: RunningServer = { process: launched, program: '/ollama', endpoint, isBehindCorral: false };
const plan = { bind: endpoint, publicPort: 1, ollamaPath: null, variables: {} };
const prepared: Prepared = { plan, program: '/ollama', env: {}, adopted: null };
const hung = makeCause('unresponsive', 'hung');
const failed: RunFailed = { type: 'runFailed', runId, at: 1, cause: makeCause('spawnFailed', 'crash'), jitter: 0.5 };

const states = {
  launching: initialRunState,
  'launching, stop requested': { phase: 'launching', stopRequested: true },
  serving: { phase: 'serving', stopRequested: false, server, isReady: true },
  stopping: { phase: 'stopping', stopRequested: false, server, cause: hung, isRetry: false },
  'stopping, requested': { phase: 'stopping', stopRequested: true, server, cause: null, isRetry: false },
  'stopping again': { phase: 'stopping', stopRequested: false, server, cause: hung, isRetry: true },
  finishing: { phase: 'finishing', stopRequested: false, server, isRetry: false },
  'finishing, stop requested': { phase: 'finishing', stopRequested: true, server, isRetry: false },
  'finishing again': { phase: 'finishing', stopRequested: false, server, isRetry: true },
  'finishing without a server': { phase: 'finishing', stopRequested: false, server: null, isRetry: false },
  detaching: { phase: 'detaching', stopRequested: true },
  over: { phase: 'over', stopRequested: false, left: null },
} as const satisfies Record<string, RunState>;

const inputs = {
  stop: { type: 'stop' },
  detach: { type: 'detach' },
  prepared: { type: 'prepared', prepared },
  'prepared with a server to adopt': { type: 'prepared', prepared: { ...prepared, adopted: launched } },
  refused: { type: 'refused', event: { type: 'notInstalled', runId, detail: null } },
  launched: { type: 'launched', server, event: { type: 'launched', runId, at: 1, pid: 7, adopted: false } },
  launchFailed: { type: 'launchFailed', cause: hung },
  reported: { type: 'reported', event: { type: 'responsive', runId } },
  rejected: { type: 'rejected', cause: hung },
  exited: { type: 'exited', exit: { code: 1, signal: null } },
  terminated: { type: 'terminated', isGone: true },
  'not terminated': { type: 'terminated', isGone: false },
  finished: { type: 'finished', left: null, event: failed },
  'finished with a rest': { type: 'finished', left: stopFailed, event: failed },
  detached: { type: 'detached' },
  crashed: { type: 'crashed', event: failed },
} as const satisfies Record<string, RunInput>;

type StateName = keyof typeof states;

/** The next phase, `!` once a stop was requested, `left` where something still runs; then the effects. */
function describeStep(state: RunState, input: RunInput): string {
  const step = runTransition(state, input);
  const { phase, stopRequested } = step.state;
  const left = step.state.phase === 'over' && step.state.left !== null ? ' left' : '';
  return [`${phase}${stopRequested ? '!' : ''}${left}`, ...step.effects.map(({ type }) => type)].join(' ');
}

/** Every input in every state; without an entry nothing changes. */
const table: Record<keyof typeof inputs, Partial<Record<StateName, string>>> = {
  stop: {
    launching: 'launching!',
    serving: 'stopping! terminate',
    stopping: 'stopping!',
    'stopping again': 'stopping!',
    finishing: 'finishing!',
    'finishing again': 'finishing!',
    'finishing without a server': 'finishing!',
  },
  detach: {
    launching: 'launching!',
    serving: 'detaching! detach',
    stopping: 'stopping!',
    'stopping again': 'stopping!',
    finishing: 'finishing!',
    'finishing again': 'finishing!',
    'finishing without a server': 'finishing!',
  },
  prepared: { launching: 'launching launch', 'launching, stop requested': 'over!' },
  'prepared with a server to adopt': {
    launching: 'launching launch',
    'launching, stop requested': 'launching! launch',
  },
  refused: { launching: 'over emit', 'launching, stop requested': 'over!' },
  launched: { launching: 'serving emit monitor', 'launching, stop requested': 'stopping! terminate' },
  launchFailed: { launching: 'finishing finish', 'launching, stop requested': 'finishing! finish' },
  reported: { serving: 'serving emit' },
  rejected: { serving: 'stopping terminate' },
  exited: { serving: 'finishing finish' },
  terminated: {
    stopping: 'finishing finish',
    'stopping, requested': 'finishing! finish',
    'stopping again': 'finishing finish',
  },
  'not terminated': {
    stopping: 'finishing finish',
    'stopping, requested': 'finishing! finish',
    'stopping again': 'finishing finish',
  },
  finished: {
    finishing: 'over emit',
    'finishing, stop requested': 'over!',
    'finishing again': 'over emit',
    'finishing without a server': 'over emit',
  },
  'finished with a rest': {
    finishing: 'over left emit',
    'finishing, stop requested': 'over! left',
    'finishing again': 'over left emit',
    'finishing without a server': 'over left emit',
  },
  detached: { detaching: 'over!' },
  crashed: {
    launching: 'finishing finish',
    'launching, stop requested': 'finishing! finish',
    serving: 'stopping terminate',
    stopping: 'stopping terminate',
    'stopping, requested': 'stopping! terminate',
    'stopping again': 'finishing finish',
    finishing: 'stopping terminate',
    'finishing, stop requested': 'stopping! terminate',
    'finishing again': 'over left emit',
    'finishing without a server': 'over emit',
    detaching: 'over!',
  },
};

describe.each(Object.keys(inputs) as (keyof typeof inputs)[])('%s', (input) => {
  test.each(Object.keys(states) as StateName[])('in %s', (name) => {
    const state: RunState = states[name];
    const expected = table[input][name];
    if (expected === undefined) expect(runTransition(state, inputs[input])).toEqual({ state, effects: [] });
    else expect(describeStep(state, inputs[input])).toBe(expected);
  });
});

function finishAfter(state: RunState, input: RunInput) {
  return runTransition(state, input).effects.find((effect) => effect.type === 'finish');
}

test('the reason of the end is the exit, what the monitor found, or the failed stop; none where a stop was requested', () => {
  expect(finishAfter(states.serving, inputs.exited)).toEqual({
    type: 'finish',
    server,
    left: null,
    reason: { program: '/ollama', exit: { code: 1, signal: null }, wasReady: true },
  });
  expect(finishAfter(states.stopping, inputs.terminated)).toMatchObject({ server, left: null, reason: hung });
  expect(finishAfter(states.stopping, inputs['not terminated'])).toMatchObject({
    server: null,
    left: stopFailed,
    reason: stopFailed,
  });
  expect(finishAfter(states['stopping, requested'], inputs.terminated)).toMatchObject({ left: null, reason: null });
  expect(finishAfter(states['stopping, requested'], inputs['not terminated'])).toMatchObject({
    left: stopFailed,
    reason: null,
  });
});

test('only a report of readiness makes a run ready', () => {
  const started: RunState = { ...states.serving, isReady: false };
  const ready: RunInput = { type: 'reported', event: { type: 'ready', runId, at: 1, version: '1', endpoint } };
  expect(runTransition(started, inputs.reported).state).toMatchObject({ isReady: false });
  expect(runTransition(started, ready).state).toMatchObject({ isReady: true });
  expect(runTransition(states.serving, inputs.reported).state).toMatchObject({ isReady: true });
});
