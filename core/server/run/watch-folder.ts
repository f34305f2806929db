import { setTimeout as delay } from 'node:timers/promises';

export interface FolderTiming {
  /** Between two looks, in milliseconds. */
  readonly pollIntervalMs: number;
  /** A folder that is gone or doesn't answer is looked at once more after so many milliseconds: a disk may just be waking up. */
  readonly againAfterMs: number;
}

export const folderTiming: FolderTiming = { pollIntervalMs: 10_000, againAfterMs: 20_000 };

/** Resolves with the problem once the models folder of a running server can't be used any more; never otherwise. */
export async function watchFolder(
  problem: () => Promise<string | null>,
  { pollIntervalMs, againAfterMs }: FolderTiming,
  signal: AbortSignal,
): Promise<string> {
  const pause = (ms: number) => delay(ms, undefined, { signal, ref: false });
  for (;;) {
    await pause(pollIntervalMs);
    if ((await problem()) === null) continue;
    await pause(againAfterMs);
    const found = await problem();
    if (found !== null) return found;
  }
}
