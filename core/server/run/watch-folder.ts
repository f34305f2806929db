import { setTimeout as delay } from 'node:timers/promises';

export interface FolderTiming {
  /** Between two checks, in milliseconds. */
  readonly pollIntervalMs: number;
  /** A folder that is unavailable is checked once more after this, in milliseconds: a disk may just be spinning up. */
  readonly recheckDelayMs: number;
}

export const folderTiming: FolderTiming = { pollIntervalMs: 10_000, recheckDelayMs: 20_000 };

/** Resolves with the problem once the models folder of a running server is unavailable; rejects once `signal` aborts. */
export async function watchFolder(
  problem: () => Promise<string | null>,
  { pollIntervalMs, recheckDelayMs }: FolderTiming,
  signal: AbortSignal,
): Promise<string> {
  const pause = (ms: number) => delay(ms, undefined, { signal, ref: false });
  for (;;) {
    await pause(pollIntervalMs);
    if ((await problem()) === null) continue;
    await pause(recheckDelayMs);
    const found = await problem();
    if (found !== null) return found;
  }
}
