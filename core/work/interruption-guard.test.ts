import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Settings } from '../../contract/settings.ts';
import type { Work } from '../../contract/work.ts';
import { eventually } from '../../tests/eventually.ts';
import { initialSnapshot } from '../snapshot/initial-snapshot.ts';
import { createSnapshotStore, type SnapshotStore } from '../snapshot/snapshot-store.ts';
import { sampleApp } from '../snapshot/testing/app-slice-fixture.ts';
import { createInterruptionGuard, type InterruptionGuard, type PendingChange } from './interruption-guard.ts';

let store: SnapshotStore;
let guard: InterruptionGuard<string>;
let pendingChange: PendingChange<string> | null;
/** What the gateway says is in progress, where that isn't what it told last. */
let newer: Work | null;
const failed = vi.fn();
const apply = vi.fn(async () => undefined);
const busy: Work = { activeRequests: 1, keyedRequests: 0, pulls: ['qwen3:8b'] };
const idle: Work = { activeRequests: 0, keyedRequests: 0, pulls: [] };
/** What follows from the last change at once has happened. */
function settled(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
function pending() {
  return pendingChange?.change ?? null;
}

beforeEach(() => {
  apply.mockReset();
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
  pendingChange = null;
  newer = null;
  guard = createInterruptionGuard({
    store,
    currentWork: async () => newer ?? store.get().work,
    onFailure: failed,
    onPending: (now) => {
      pendingChange = now;
    },
  });
});

test('without work in progress a change is applied at once, whatever `when` says', async () => {
  for (const when of ['ask', 'now', 'idle'] as const) await guard.run(when, { change: 'stop', apply });
  expect(apply).toHaveBeenCalledTimes(3);
});

describe('with work in progress', () => {
  beforeEach(() => store.set('work', busy));

  test('it asks first, and says what would be interrupted', async () => {
    await expect(guard.run('ask', { change: 'stop', apply })).rejects.toMatchObject({
      code: 'WORK_IN_PROGRESS',
      data: { activeRequests: 1, pulls: busy.pulls, scope: 'all' },
    });
    expect(apply).not.toHaveBeenCalled();
    expect(pending()).toBeNull();
  });

  test('`now` applies it at once', async () => {
    await guard.run('now', { change: 'stop', apply });
    expect(apply).toHaveBeenCalledOnce();
  });

  test('`idle` waits for the last of it, and applies it once', async () => {
    await guard.run('idle', { change: 'restart', apply });
    expect(pending()).toBe('restart');
    store.set('work', { activeRequests: 1, keyedRequests: 0, pulls: [] });
    expect(apply).not.toHaveBeenCalled();
    store.set('work', idle);
    await eventually(() => expect(apply).toHaveBeenCalledOnce());
    expect(pending()).toBeNull();
    store.set('work', busy);
    store.set('work', idle);
    await settled();
    expect(apply).toHaveBeenCalledOnce();
  });

  test('a pending change can be canceled, and is replaced by a newer one', async () => {
    const other = vi.fn();
    await guard.run('idle', { change: 'restart', apply });
    await guard.run('idle', { change: 'stop', apply: other });
    expect(pending()).toBe('stop');
    guard.cancel();
    store.set('work', idle);
    await settled();
    expect([apply.mock.calls, other.mock.calls]).toEqual([[], []]);
  });

  test('a pending change can be applied at once, once', async () => {
    await guard.run('idle', { change: 'change', apply });
    await guard.runNow();
    expect(apply).toHaveBeenCalledOnce();
    expect(pending()).toBeNull();
    await guard.runNow();
    store.set('work', idle);
    await settled();
    expect(apply).toHaveBeenCalledOnce();
  });

  test('asks for the work that is in progress now, whatever is shown', async () => {
    store.set('work', idle);
    newer = busy;
    await expect(guard.run('ask', { change: 'stop', apply })).rejects.toMatchObject({ code: 'WORK_IN_PROGRESS' });
    await guard.run('idle', { change: 'stop', apply });
    await settled();
    expect(pending()).toBe('stop');
    newer = idle;
    await eventually(() => expect(apply).toHaveBeenCalledOnce());
    store.set('work', busy);
    await guard.run('ask', { change: 'stop', apply });
    expect(apply).toHaveBeenCalledTimes(2);
  });

  test.each([
    ['is applied', false, 1],
    ['is dropped where it needs the server', true, 0],
  ])('when the server quits, a pending change %s', async (_what, needsServer, times) => {
    await guard.run('idle', { change: 'change', needsServer, apply });
    store.update('server', (server) => ({ ...server, actual: { state: 'stopped' } }));
    await eventually(() => expect(pending()).toBeNull());
    store.set('work', idle);
    await settled();
    expect(apply).toHaveBeenCalledTimes(times);
  });

  test('a failure is reported to the caller, or else to the owner of the guard', async () => {
    const error = new Error('no room');
    apply.mockRejectedValue(error);
    await guard.run('idle', { change: 'change', apply });
    await expect(guard.runNow()).rejects.toThrow('no room');
    expect(failed).not.toHaveBeenCalled();
    await guard.run('idle', { change: 'change', apply });
    store.set('work', idle);
    await eventually(() => expect(failed).toHaveBeenCalledExactlyOnceWith(error));
  });

  test('a change that interrupts only clients with a key ignores other work', async () => {
    const interruption = { change: 'change', scope: 'keyedRequests', apply } as const;
    await guard.run('ask', interruption);
    expect(apply).toHaveBeenCalledOnce();
    store.set('work', { activeRequests: 3, keyedRequests: 2, pulls: ['a'] });
    await expect(guard.run('ask', interruption)).rejects.toMatchObject({
      data: { activeRequests: 2, pulls: [], scope: 'keyedRequests' },
    });
    await guard.run('idle', interruption);
    store.set('work', { activeRequests: 1, keyedRequests: 0, pulls: ['a'] });
    await eventually(() => expect(apply).toHaveBeenCalledTimes(2));
  });
});
