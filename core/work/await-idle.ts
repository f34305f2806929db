import { setTimeout as delay } from 'node:timers/promises';
import { isIdle } from '../../contract/derived/work.ts';
import type { Work } from '../../contract/work.ts';
import { withTimeout } from '../async/with-timeout.ts';

/** Between two looks, in milliseconds. */
const POLL_INTERVAL_MS = 50;

/** Waits until nothing is in progress, but no longer than `timeoutMs`. Gives what still is, as far as `read` tells in time. */
export async function awaitIdle(read: () => Promise<Work>, timeoutMs: number): Promise<Work | null> {
  const ended = new AbortController();
  let last: Work | null = null;
  const wait = async (): Promise<Work> => {
    for (;;) {
      const work = await read();
      last = work;
      if (isIdle(work) || ended.signal.aborted) return work;
      await delay(POLL_INTERVAL_MS, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  };
  const found = await withTimeout<Work | null>(wait(), { timeoutMs, fallback: null });
  ended.abort();
  return found ?? last;
}
