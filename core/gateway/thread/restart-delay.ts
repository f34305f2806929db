/** Deaths longer ago than this don't count any more. Milliseconds. */
const WINDOW_MS = 10_000;

/**
 * How long after each death within the window the next worker starts, in milliseconds; the last one repeats. One death, or two,
 * costs clients nothing but the start; what kills every worker at once must not keep the machine busy.
 */
const DELAYS_MS = [0, 0, 250, 500, 1_000, 2_000];

/** @param deaths when workers died, the last one just now; milliseconds of any clock */
export function restartDelayMs(deaths: readonly number[]): number {
  const last = deaths.at(-1) ?? 0;
  const recent = deaths.filter((at) => last - at < WINDOW_MS).length;
  return DELAYS_MS[Math.min(recent, DELAYS_MS.length) - 1] ?? 0;
}
