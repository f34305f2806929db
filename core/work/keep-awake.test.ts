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

describe('keeping the computer awake while work is in progress', () => {
  let store: SnapshotStore;
  let stop: () => void;
  const setKeepAwake = (on: boolean) => store.set('settings', Settings.parse({ keepAwake: on }));
  const calls = () => keepAwake.mock.calls.map(([on]) => on);

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

  it('lasts from the first request or pull until a while after the last', () => {
    store.set('work', busy);
    store.set('work', { activeRequests: 3, keyedRequests: 0, pulls: ['qwen3:8b'] });
    store.set('work', { activeRequests: 0, keyedRequests: 0, pulls: ['qwen3:8b'] });
    vi.advanceTimersByTime(60_000);
    expect(calls()).toEqual([true]);
    store.set('work', idle);
    vi.advanceTimersByTime(9_000);
    expect(calls()).toEqual([true]);
    vi.advanceTimersByTime(1_000);
    expect(calls()).toEqual([true, false]);
  });

  it('is not interrupted between many short requests', () => {
    for (let request = 0; request < 20; request += 1) {
      store.set('work', busy);
      store.set('work', idle);
      vi.advanceTimersByTime(5_000);
    }
    expect(calls()).toEqual([true]);
  });

  it('follows the setting at once', () => {
    setKeepAwake(false);
    store.set('work', busy);
    expect(calls()).toEqual([]);
    setKeepAwake(true);
    expect(calls()).toEqual([true]);
    setKeepAwake(false);
    expect(calls()).toEqual([true, false]);
  });

  it.each(['while work is in progress', 'shortly after it'])('ends when Corral quits %s', (moment) => {
    store.set('work', busy);
    if (moment.startsWith('shortly')) store.set('work', idle);
    stop();
    expect(calls()).toEqual([true, false]);
    expect(vi.getTimerCount()).toBe(0);
    store.set('work', { activeRequests: 2, keyedRequests: 0, pulls: [] });
    expect(calls()).toEqual([true, false]);
  });

  it('does nothing on a host that can’t', () => {
    stop();
    stop = keepAwakeWhileBusy({ store, platform: { capabilities: { ...capabilities, keepAwake: false }, keepAwake } });
    store.set('work', busy);
    stop();
    expect(calls()).toEqual([]);
  });
});
