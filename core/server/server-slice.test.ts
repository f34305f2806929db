import { expect, test } from 'vitest';
import type { RunSummary, ServerActual, ServerSlice } from '../../contract/server.ts';
import { Settings } from '../../contract/settings.ts';
import { initialSnapshot } from '../snapshot/initial-snapshot.ts';
import { sampleApp } from '../snapshot/testing/app-slice-fixture.ts';
import { makeCause } from './run/server-cause.ts';
import { serverSliceAfter } from './server-slice.ts';
import { initialSupervisorState, type SupervisorEvent, type SupervisorState } from './supervisor-state.ts';

const empty = initialSnapshot({ app: sampleApp, settings: Settings.parse({}), port: 11_434 }).server;
const runId = 'b-1';
const endpoint = { host: '127.0.0.1', port: 11_434 };
const cause = makeCause('exited', 'The server quit with exit code 2.');
const running: ServerActual = { state: 'running', runId, since: 2, version: '0.1.0' };
const stopped: ServerActual = { state: 'stopped' };
const restarting: ServerActual = { state: 'restarting', attempt: 1, nextAt: 3, cause };
const failed: ServerActual = { state: 'failed', at: 3, cause };

function after(
  slice: ServerSlice,
  event: SupervisorEvent,
  [previous, actual]: readonly [ServerActual, ServerActual],
  pid: number | null = null,
): ServerSlice {
  const state: SupervisorState = { ...initialSupervisorState('b'), desired: 'running', actual, pid };
  return serverSliceAfter(slice, state, { previous, event, at: 9 });
}

test('shows the state', () => {
  const event: SupervisorEvent = { type: 'ready', runId, at: 2, version: '0.1.0', endpoint };
  const slice = after(empty, event, [stopped, running], 7);
  expect(slice).toEqual({ ...empty, desired: 'running', actual: running, pid: 7 });
});

const run: RunSummary = { runId, startedAt: 1, pid: 7, version: null, adopted: false, end: null };
test.each<[string, SupervisorEvent, readonly RunSummary[]]>([
  [
    'a launch',
    { type: 'launched', runId: 'b-2', at: 5, pid: 8, adopted: true },
    [{ ...run, runId: 'b-2', startedAt: 5, pid: 8, adopted: true }, run],
  ],
  ['its version', { type: 'ready', runId, at: 2, version: '0.2.0', endpoint }, [{ ...run, version: '0.2.0' }]],
  [
    'a failure',
    { type: 'runFailed', runId, at: 4, cause, jitter: 0 },
    [{ ...run, end: { at: 4, kind: 'exited', message: cause.message } }],
  ],
  [
    'a failed stop',
    { type: 'stopFailed', runId, at: 4, cause },
    [{ ...run, end: { at: 4, kind: 'exited', message: cause.message } }],
  ],
  [
    'a stop',
    { type: 'stopped', runId, at: 4 },
    [{ ...run, end: { at: 4, kind: 'stopped', message: 'Stopped normally.' } }],
  ],
  ['nothing of another run', { type: 'stopped', runId: 'b-0', at: 4 }, [run]],
  ['nothing of other events', { type: 'restart', at: 4 }, [run]],
])('the run history records %s', (_what, event, runs) => {
  expect(after({ ...empty, runs: [run] }, event, [stopped, stopped]).runs).toEqual(runs);
});

test('the first end of a run counts, and the newest 50 runs are kept', () => {
  const ended = { ...run, end: { at: 2, kind: 'stopped', message: '' } };
  expect(after({ ...empty, runs: [ended] }, { type: 'stopped', runId, at: 4 }, [stopped, stopped]).runs).toEqual([
    ended,
  ]);
  const runs = Array.from({ length: 50 }, (_, n) => ({ ...run, runId: `a-${n}` }));
  const launched: SupervisorEvent = { type: 'launched', runId, at: 5, pid: 8, adopted: false };
  const kept = after({ ...empty, runs }, launched, [stopped, stopped]).runs;
  expect(kept).toHaveLength(50);
  expect(kept[0]?.runId).toBe(runId);
});

test('a problem of the environment lasts, whatever becomes of runs', () => {
  const lasting = { id: 'e', kind: 'environment', at: 1, title: 'T', detail: 'D', resolved: false } as const;
  const crash: SupervisorEvent = { type: 'runFailed', runId, at: 4, cause, jitter: 0 };
  let slice: ServerSlice = { ...empty, problems: [lasting] };
  for (let n = 0; n < 25; n += 1) slice = after(slice, crash, [running, restarting]);
  expect(slice.problems).toHaveLength(21);
  expect(slice.problems.at(-1)).toEqual(lasting);
  const again = after(slice, { type: 'restart', at: 5 }, [failed, running]);
  expect(again.problems.filter(({ resolved }) => !resolved)).toEqual([lasting]);
});

test('a crash or a failure is a problem until the server runs again', () => {
  const crash: SupervisorEvent = { type: 'runFailed', runId, at: 4, cause, jitter: 0 };
  const crashed = after(empty, crash, [running, restarting]);
  expect(crashed.problems).toMatchObject([{ at: 9, detail: cause.message, resolved: false }]);
  const gaveUp = after(crashed, crash, [restarting, failed]);
  expect(gaveUp.problems).toHaveLength(2);
  expect(after(gaveUp, crash, [failed, failed]).problems).toEqual(gaveUp.problems);
  const again = after(gaveUp, { type: 'restart', at: 5 }, [failed, running]);
  expect(again.problems.map(({ resolved }) => resolved)).toEqual([true, true]);
});
