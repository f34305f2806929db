/** Pauses before the first, second, … restart, in milliseconds: at once, then doubling. */
const pausesMs = [0, 1_000, 2_000, 4_000, 8_000];
/** A run that lasted this long, in milliseconds, shows that the server works: what went before no longer counts. */
const healthyAfterMs = 60_000;

export interface RestartDecision {
  /** Null when the budget is used up and the person is needed. */
  readonly pauseMs: number | null;
  /** 1 for the first restart in a row. */
  readonly attempt: number;
  readonly crashes: readonly number[];
}

/** Decides what follows when a run ended by itself at `at`; `crashes` are the ends before it. */
export function decideRestart(crashes: readonly number[], at: number, since: number | null): RestartDecision {
  const lasted = since === null ? 0 : at - since;
  const counted = lasted >= healthyAfterMs ? [at] : [...crashes, at];
  return { pauseMs: pausesMs[counted.length - 1] ?? null, attempt: counted.length, crashes: counted };
}
