import { isIdle } from '../../contract/derived/work.ts';
import type { Work } from '../../contract/work.ts';
import { withTimeout } from '../async/with-timeout.ts';

/** Between two looks, in milliseconds. */
const POLL_INTERVAL_MS = 50;

/** Waits until nothing is in progress, but no longer than `timeoutMs`. Gives what still is, as far as `read` tells in time. */
export async function awaitIdle(read: () => Promise<Work>, timeoutMs: number): Promise<Work | null> {
  let isOver = false;
  let last: Work | null = null;
  const wait = async (): Promise<Work> => {
    for (;;) {
      const work = await read();
      last = work;
      if (isIdle(work) || isOver) return work;
      await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
    }
  };
  const found = await withTimeout<Work | null>(wait(), { timeoutMs, fallback: null });
  isOver = true;
  return found ?? last;
}
