import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ServerPlace } from './decide-bind.ts';
import { frontOf } from './front.ts';
import { createListenerManager } from './listener-manager.ts';

const host = '127.0.0.1';
const listener = { address: host, keyed: false, reach: 'thisMac' } as const;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it.each<[ServerPlace['placement'], boolean]>([
  ['inner', true],
  ['public', false],
])('where nothing can listen, a server with an %s place starts all the same: %s', async (placement, starts) => {
  const front = frontOf({
    state: () => ({ listening: { open: [], failed: [] } }),
    dispatch: () => Promise.withResolvers<void>().promise,
    held: () => ({ held: [], opening: [] }),
  });
  const opened = vi.fn();
  void front.open('r1', { placement, host }).then(opened);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(opened).toHaveBeenCalledTimes(starts ? 1 : 0);
});

it('knows the addresses that are being opened and closed', async () => {
  const [opens, closes] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const { reconcile, held } = createListenerManager(async ({ port }) => {
    await opens.promise;
    return { port, close: () => closes.promise };
  });
  const opening = reconcile([listener], 11_434);
  await vi.advanceTimersByTimeAsync(0);
  expect(held(11_434)).toEqual({ held: [], opening: [host] });
  opens.resolve();
  await opening;
  expect(held(11_434)).toEqual({ held: [host], opening: [] });
  expect(held(12_000)).toEqual({ held: [], opening: [] });
  const closing = reconcile([], 11_434);
  await vi.advanceTimersByTimeAsync(0);
  expect(held(11_434)).toEqual({ held: [host], opening: [] });
  closes.resolve();
  await closing;
  expect(held(11_434)).toEqual({ held: [], opening: [] });
});
