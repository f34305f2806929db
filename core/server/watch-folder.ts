import { setTimeout as delay } from 'node:timers/promises';

/** Between two looks, in milliseconds. */
const lookEveryMs = 10_000;
/** A folder that is gone is looked at once more after so many milliseconds, because a disk may be mounted anew. */
const againAfterMs = 2_000;

/** Resolves with the problem once the models folder of a running server can't be used any more; never otherwise. */
export async function watchFolder(problem: () => Promise<string | null>, signal: AbortSignal): Promise<string> {
  const pause = (ms: number) => delay(ms, undefined, { signal, ref: false });
  for (;;) {
    await pause(lookEveryMs);
    if ((await problem()) === null) continue;
    await pause(againAfterMs);
    const found = await problem();
    if (found !== null) return found;
  }
}
