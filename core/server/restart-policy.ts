import { STABLE_AFTER_MS } from '../../contract/derived/server-runs.ts';
import { NamedCauseKind, type ServerCause } from '../../contract/server.ts';

/** Causes that are failures of the server: what another process asked for isn't one. */
export type FailureKind = Exclude<ServerCause['kind'], 'stoppedByOther' | 'stoppedByOllamaApp'>;

/** Failures that are counted together, because they call for the same delays. */
type FailureGroup = 'cannotStart' | 'neverReady' | 'exitedBeforeReady' | 'exitedAfterReady';

/**
 * Delays before the first, second, … consecutive restart, in milliseconds; after the last one the person is needed. A crash
 * is followed by an immediate restart, because most are single ones; what couldn't even be started seldom recovers on its own; a start that
 * never gets ready has already taken two minutes.
 */
const BACKOFF_MS: Readonly<Record<FailureGroup, readonly number[]>> = {
  cannotStart: [1_000, 2_000],
  neverReady: [0, 5_000],
  exitedBeforeReady: [0, 500, 1_000, 2_000, 4_000],
  exitedAfterReady: [0, 500, 1_000, 2_000, 4_000],
};

/** Each delay is shortened or lengthened by up to this share, so that several computers or processes don't retry in step. */
const JITTER_SHARE = 0.2;

const GROUP_OF: Readonly<Record<FailureKind, FailureGroup>> = {
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
  exitedBeforeReady: 'exitedBeforeReady',
  addressInUse: 'exitedBeforeReady',
  addressUnavailable: 'exitedBeforeReady',
  exited: 'exitedAfterReady',
  // These stay as they are until a person does something about them…
  originsInvalid: 'cannotStart',
  variableInvalid: 'cannotStart',
  homeMissing: 'cannotStart',
  folderDenied: 'cannotStart',
  folderProtected: 'cannotStart',
  folderUnusable: 'cannotStart',
  diskReadOnly: 'cannotStart',
  addressDenied: 'cannotStart',
  identityKeyInvalid: 'cannotStart',
  signatureInvalid: 'cannotStart',
  libraryMissing: 'cannotStart',
  modelCorrupt: 'cannotStart',
  notOllama: 'cannotStart',
  // …and these may pass.
  diskFull: 'exitedBeforeReady',
  outOfMemory: 'exitedBeforeReady',
  gpuFault: 'exitedBeforeReady',
  limitReached: 'exitedBeforeReady',
};

/** What the last words name has ended a server before it was ready, or one that worked. */
function groupOf(kind: FailureKind, readyMs: number): FailureGroup {
  return readyMs > 0 && NamedCauseKind.safeParse(kind).success ? 'exitedAfterReady' : GROUP_OF[kind];
}

/** Consecutive failures of each group. */
export type Failures = Readonly<Record<FailureGroup, number>>;

export const noFailures: Failures = {
  cannotStart: 0,
  neverReady: 0,
  exitedBeforeReady: 0,
  exitedAfterReady: 0,
};

export interface RestartDecision {
  /** Before the next start, in milliseconds; null when no attempt is left and the person is needed. */
  readonly delayMs: number | null;
  /** 1 for the first consecutive restart. */
  readonly attempt: number;
  readonly failures: Failures;
}

export interface FailedRun {
  /** How long it had responded, in milliseconds; 0 if it never did. */
  readonly readyMs: number;
  /** From 0 to 1: where in the jitter's range the delay lies. */
  readonly jitter: number;
}

/** Decides what follows when a run failed with a cause of `kind`. */
export function decideRestart(failures: Failures, kind: FailureKind, { readyMs, jitter }: FailedRun): RestartDecision {
  const group = groupOf(kind, readyMs);
  const before = readyMs >= STABLE_AFTER_MS ? noFailures : failures;
  const counted = { ...before, [group]: before[group] + 1 };
  const attempt = Object.values(counted).reduce((sum, count) => sum + count, 0);
  const baseMs = BACKOFF_MS[group][counted[group] - 1];
  const factor = 1 + JITTER_SHARE * (2 * jitter - 1);
  return { delayMs: baseMs === undefined ? null : Math.round(baseMs * factor), attempt, failures: counted };
}

/**
 * Before the next start after the Ollama app stopped the server, in milliseconds, where the app can have the port: it starts its own
 * server a second later, and ours would only be in its way.
 */
const OLLAMA_APP_DELAY_MS = 3_000;

/**
 * Before the next start after the Ollama app stopped the server, in milliseconds. It does so once in its life, so that this needs no
 * limit. Where Corral holds the port meanwhile, waiting would change nothing.
 */
export function delayAfterOllamaApp(isBehindCorral: boolean): number {
  return isBehindCorral ? 0 : OLLAMA_APP_DELAY_MS;
}
