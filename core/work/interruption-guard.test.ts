import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Settings } from '../../contract/settings.ts';
import type { Work } from '../../contract/work.ts';
import { eventually } from '../../tests/eventually.ts';
import { initialSnapshot } from '../snapshot/initial-snapshot.ts';
import { createSnapshotStore, type SnapshotStore } from '../snapshot/snapshot-store.ts';
import { sampleApp } from '../snapshot/testing/app-slice-fixture.ts';
import { createWorkGate, type InterruptionGuard, type Waiting } from './interruption-guard.ts';

let store: SnapshotStore;
let gate: InterruptionGuard<string>;
let waiting: Waiting<string> | null;
const failed = vi.fn();
const act = vi.fn(async () => undefined);
const busy: Work = { activeRequests: 1, keyedRequests: 0, pulls: ['qwen3:8b'] };
const idle: Work = { activeRequests: 0, keyedRequests: 0, pulls: [] };
function pending() {
  return waiting?.what ?? null;
}

beforeEach(() => {
  act.mockReset();
  failed.mockClear();
  store = createSnapshotStore(
    initialSnapshot({
      app: sampleApp,
      settings: Settings.parse({}),
      port: 1,
    }),
  );
  const actual = { state: 'running', runId: 'r-1', since: 0, version: '0' } as const;
  store.update('server', (server) => ({ ...server, actual }));
  waiting = null;
  gate = createWorkGate({
    store,
    onFailure: failed,
    onWaiting: (now) => {
      waiting = now;
    },
  });
});

test('where nothing is under way it is done at once, however it was asked', async () => {
  for (const when of ['ask', 'now', 'idle'] as const) await gate.pass(when, { what: 'stop', act });
  expect(act).toHaveBeenCalledTimes(3);
});

describe('while something is under way', () => {
  beforeEach(() => store.set('work', busy));

  test('it asks first, and says what would be cut off', async () => {
    await expect(gate.pass('ask', { what: 'stop', act })).rejects.toMatchObject({
      code: 'WORK_IN_PROGRESS',
      data: { activeRequests: 1, pulls: busy.pulls, scope: 'all' },
    });
    expect(act).not.toHaveBeenCalled();
    expect(pending()).toBeNull();
  });

  test('now is now', async () => {
    await gate.pass('now', { what: 'stop', act });
    expect(act).toHaveBeenCalledOnce();
  });

  test('when idle: it waits for the last of it, once', async () => {
    await gate.pass('idle', { what: 'restart', act });
    expect(pending()).toBe('restart');
    store.set('work', { activeRequests: 1, keyedRequests: 0, pulls: [] });
    expect(act).not.toHaveBeenCalled();
    store.set('work', idle);
    expect(act).toHaveBeenCalledOnce();
    expect(pending()).toBeNull();
    store.set('work', busy);
    store.set('work', idle);
    expect(act).toHaveBeenCalledOnce();
  });

  test('what waits can be called off, and a newer wish replaces it', async () => {
    const other = vi.fn();
    await gate.pass('idle', { what: 'restart', act });
    await gate.pass('idle', { what: 'stop', act: other });
    expect(pending()).toBe('stop');
    gate.cancel();
    store.set('work', idle);
    expect([act.mock.calls, other.mock.calls]).toEqual([[], []]);
  });

  test('what waits can be done at once, once', async () => {
    await gate.pass('idle', { what: 'change', act });
    await gate.runNow();
    expect(act).toHaveBeenCalledOnce();
    expect(pending()).toBeNull();
    await gate.runNow();
    store.set('work', idle);
    expect(act).toHaveBeenCalledOnce();
  });

  test.each([
    ['is done', false, 1],
    ['is forgotten where it needs the server', true, 0],
  ])('of a server that is gone by itself, what waits %s', async (_what, needsServer, times) => {
    await gate.pass('idle', { what: 'change', needsServer, act });
    store.update('server', (server) => ({ ...server, actual: { state: 'stopped' } }));
    await eventually(() => expect(pending()).toBeNull());
    store.set('work', idle);
    expect(act).toHaveBeenCalledTimes(times);
  });

  test('what fails is told, to whoever asked for it or else to its owner', async () => {
    const error = new Error('no room');
    act.mockRejectedValue(error);
    await gate.pass('idle', { what: 'change', act });
    await expect(gate.runNow()).rejects.toThrow('no room');
    expect(failed).not.toHaveBeenCalled();
    await gate.pass('idle', { what: 'change', act });
    store.set('work', idle);
    await eventually(() => expect(failed).toHaveBeenCalledExactlyOnceWith(error));
  });

  test('what cuts off only callers with a key heeds no other work', async () => {
    const interruption = { what: 'change', scope: 'keyedRequests', act } as const;
    await gate.pass('ask', interruption);
    expect(act).toHaveBeenCalledOnce();
    store.set('work', { activeRequests: 3, keyedRequests: 2, pulls: ['a'] });
    await expect(gate.pass('ask', interruption)).rejects.toMatchObject({
      data: { activeRequests: 2, pulls: [], scope: 'keyedRequests' },
    });
    await gate.pass('idle', interruption);
    store.set('work', { activeRequests: 1, keyedRequests: 0, pulls: ['a'] });
    expect(act).toHaveBeenCalledTimes(2);
  });
});
