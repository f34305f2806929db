import type { ServerCause } from '../../contract/server.ts';

/** What went wrong, as far as it decides how often to try again. */
type Budget = 'cannotStart' | 'neverReady' | 'diedBeforeReady' | 'diedAfterReady' | 'stoppedByOllamaApp';

/**
 * Pauses before the first, second, … restart in a row, in milliseconds; after the last one the person is needed. A crash is
 * answered at once, because most are single ones; what could not even be started seldom heals by itself; a start that
 * never answers has already taken two minutes.
 */
const backoffMs: Readonly<Record<Budget, readonly number[]>> = {
  cannotStart: [1_000, 2_000],
  neverReady: [0, 5_000],
  diedBeforeReady: [0, 500, 1_000, 2_000, 4_000],
  diedAfterReady: [0, 500, 1_000, 2_000, 4_000],
  // Ollama.app starts its own server a second after the one it ended; ours would only stand in its way.
  stoppedByOllamaApp: [3_000, 3_000, 3_000],
};

/** Each pause is shortened or lengthened by up to this share, so that several machines or programs don't try in step. */
const jitterShare = 0.2;

const budgetOf: Readonly<Record<ServerCause['kind'], Budget>> = {
  programMissing: 'cannotStart',
  notExecutable: 'cannotStart',
  quarantined: 'cannotStart',
  wrongArchitecture: 'cannotStart',
  modelsFolderUnavailable: 'cannotStart',
  spawnFailed: 'cannotStart',
  orphanStillRunning: 'cannotStart',
  stopFailed: 'cannotStart',
  neverReady: 'neverReady',
  unresponsive: 'neverReady',
  exitedBeforeReady: 'diedBeforeReady',
  addressInUse: 'diedBeforeReady',
  addressUnavailable: 'diedBeforeReady',
  exited: 'diedAfterReady',
  stoppedByOllamaApp: 'stoppedByOllamaApp',
};

/** A run that answered for this long, in milliseconds, shows that the server works: what went before no longer counts. */
const stableAfterMs = 60_000;

/** How often each thing went wrong in a row. */
export type Failures = Readonly<Record<Budget, number>>;
export const noFailures: Failures = {
  cannotStart: 0,
  neverReady: 0,
  diedBeforeReady: 0,
  diedAfterReady: 0,
  stoppedByOllamaApp: 0,
};

export interface RestartDecision {
  /** Null when the budget is used up and the person is needed. */
  readonly pauseMs: number | null;
  /** 1 for the first restart in a row. */
  readonly attempt: number;
  readonly failures: Failures;
}

export interface FailedRun {
  /** How long it had answered, in milliseconds; 0 if it never did. */
  readonly answeredMs: number;
  /** From 0 to 1: where in the jitter's range the pause lies. */
  readonly jitter: number;
}

/** Decides what follows when a run failed with a cause of `kind`. */
export function decideRestart(
  failures: Failures,
  kind: ServerCause['kind'],
  { answeredMs, jitter }: FailedRun,
): RestartDecision {
  const budget = budgetOf[kind];
  const before = answeredMs >= stableAfterMs ? noFailures : failures;
  const counted = { ...before, [budget]: before[budget] + 1 };
  const attempt = Object.values(counted).reduce((sum, count) => sum + count, 0);
  const pauseMs = backoffMs[budget][counted[budget] - 1];
  const spread = 1 + jitterShare * (2 * jitter - 1);
  return { pauseMs: pauseMs === undefined ? null : Math.round(pauseMs * spread), attempt, failures: counted };
}
