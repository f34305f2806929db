import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Settings } from '../../contract/settings.ts';
import { initialSnapshot } from '../snapshot/initial-snapshot.ts';
import { createSnapshotStore, type SnapshotStore } from '../snapshot/snapshot-store.ts';
import { noCapabilities, sampleApp } from '../snapshot/testing/app-slice-fixture.ts';
import { keepAwakeWhileBusy } from './keep-awake.ts';

const capabilities = { ...noCapabilities, keepAwake: true };
const app = { ...sampleApp, capabilities };
const keepAwake = vi.fn<(on: boolean) => void>();
const busy = { activeRequests: 1, keyedRequests: 0, pulls: [] };
const idle = { activeRequests: 0, keyedRequests: 0, pulls: [] };

describe('keeping the machine awake while something is under way', () => {
  let store: SnapshotStore;
  let stop: () => void;
  const turn = (on: boolean) => store.set('settings', Settings.parse({ keepAwake: on }));
  const told = () => keepAwake.mock.calls.map(([on]) => on);

  beforeEach(() => {
    vi.useFakeTimers();
    keepAwake.mockClear();
    store = createSnapshotStore(initialSnapshot({ app, settings: Settings.parse({ keepAwake: true }), port: 1 }));
    stop = keepAwakeWhileBusy({ store, platform: { capabilities, keepAwake } });
  });
  afterEach(() => {
    stop();
    vi.useRealTimers();
  });

  it('holds from the first answer or download until a while after the last', () => {
    store.set('work', busy);
    store.set('work', { activeRequests: 3, keyedRequests: 0, pulls: ['qwen3:8b'] });
    store.set('work', { activeRequests: 0, keyedRequests: 0, pulls: ['qwen3:8b'] });
    vi.advanceTimersByTime(60_000);
    expect(told()).toEqual([true]);
    store.set('work', idle);
    vi.advanceTimersByTime(9_000);
    expect(told()).toEqual([true]);
    vi.advanceTimersByTime(1_000);
    expect(told()).toEqual([true, false]);
  });

  it('is one stretch over many short answers', () => {
    for (let answer = 0; answer < 20; answer += 1) {
      store.set('work', busy);
      store.set('work', idle);
      vi.advanceTimersByTime(5_000);
    }
    expect(told()).toEqual([true]);
  });

  it('follows the setting at once', () => {
    turn(false);
    store.set('work', busy);
    expect(told()).toEqual([]);
    turn(true);
    expect(told()).toEqual([true]);
    turn(false);
    expect(told()).toEqual([true, false]);
  });

  it.each(['while something is under way', 'shortly after it'])('lets go when Corral ends %s', (moment) => {
    store.set('work', busy);
    if (moment.startsWith('shortly')) store.set('work', idle);
    stop();
    expect(told()).toEqual([true, false]);
    expect(vi.getTimerCount()).toBe(0);
    store.set('work', { activeRequests: 2, keyedRequests: 0, pulls: [] });
    expect(told()).toEqual([true, false]);
  });

  it('asks nothing of a host that cannot', () => {
    stop();
    stop = keepAwakeWhileBusy({ store, platform: { capabilities: { ...capabilities, keepAwake: false }, keepAwake } });
    store.set('work', busy);
    stop();
    expect(told()).toEqual([]);
  });
});
