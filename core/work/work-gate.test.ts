import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Settings } from '../../contract/settings.ts';
import type { Work } from '../../contract/work.ts';
import { initialSnapshot } from '../initial-snapshot.ts';
import { sampleApp } from '../sample-app.test-data.ts';
import { createSnapshotStore, type SnapshotStore } from '../snapshot/snapshot-store.ts';
import { createWorkGate, type WorkGate } from './work-gate.ts';

let store: SnapshotStore;
let gate: WorkGate;
const act = vi.fn(async () => undefined);
const busy: Work = { answers: 1, pulls: ['qwen3:8b'] };
const idle: Work = { answers: 0, pulls: [] };
const pending = () => store.get().server.pending?.action ?? null;

beforeEach(() => {
  act.mockClear();
  store = createSnapshotStore(
    initialSnapshot({
      app: sampleApp,
      settings: Settings.parse({}),
      port: 1,
    }),
  );
  const actual = { state: 'running', runId: 'r-1', since: 0, version: '0' } as const;
  store.update('server', (server) => ({ ...server, actual }));
  gate = createWorkGate(store);
});

test('where nothing is under way it is done at once, however it was asked', async () => {
  for (const when of ['ask', 'now', 'idle'] as const) await gate.pass('stop', when, act);
  expect(act).toHaveBeenCalledTimes(3);
});

describe('while something is under way', () => {
  beforeEach(() => store.set('work', busy));

  test('it asks first, and says what there is', async () => {
    await expect(gate.pass('stop', 'ask', act)).rejects.toMatchObject({ code: 'WORK_IN_PROGRESS', data: busy });
    expect(act).not.toHaveBeenCalled();
    expect(pending()).toBeNull();
  });

  test('now is now', async () => {
    await gate.pass('stop', 'now', act);
    expect(act).toHaveBeenCalledOnce();
  });

  test('when idle: it waits for the last of it, once', async () => {
    await gate.pass('restart', 'idle', act);
    expect(pending()).toBe('restart');
    store.set('work', { answers: 1, pulls: [] });
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
    await gate.pass('restart', 'idle', act);
    await gate.pass('stop', 'idle', other);
    expect(pending()).toBe('stop');
    gate.cancel();
    store.set('work', idle);
    expect([act.mock.calls, other.mock.calls]).toEqual([[], []]);
  });

  test('a server that is gone by itself has nothing to wait for', async () => {
    await gate.pass('stop', 'idle', act);
    store.update('server', (server) => ({ ...server, actual: { state: 'stopped' } }));
    expect(pending()).toBeNull();
    store.set('work', idle);
    expect(act).not.toHaveBeenCalled();
  });
});
