import { expect, it, vi } from 'vitest';
import { createLastingListeners } from './lasting-listeners.ts';
import type { WorkerLife } from './worker-life.ts';

/** A worker that listens wherever it is asked to, or nowhere. */
function lifeThat(listens: () => boolean): WorkerLife {
  const call = async () => {
    if (!listens()) throw Object.assign(new Error('in use'), { code: 'EADDRINUSE' });
    return { listener: 1, port: 11_434 };
  };
  const ended = Promise.withResolvers<Error>().promise;
  return { call: call as unknown as WorkerLife['call'], post: () => undefined, ended, close: async () => undefined };
}

it('tells at once when somebody has taken an address meanwhile, and when it is free again', async () => {
  const onConflict = vi.fn();
  const listeners = createLastingListeners({ logger: { warn: () => undefined }, onConflict });
  listeners.follow(lifeThat(() => true));
  const listener = await listeners.listen({ address: '127.0.0.1', port: 11_434, keyed: false });
  listeners.follow(null);
  let isFree = false;
  listeners.follow(lifeThat(() => isFree));
  await vi.waitFor(() => expect(onConflict).toHaveBeenCalledTimes(1));
  isFree = true;
  await listener.whenOpen();
  await vi.waitFor(() => expect(onConflict).toHaveBeenCalledTimes(2));
  listeners.follow(null);
  listeners.follow(lifeThat(() => true));
  await listener.whenOpen();
  expect(onConflict).toHaveBeenCalledTimes(2);
});
