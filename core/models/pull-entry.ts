import { randomUUID } from 'node:crypto';
import { canonicalModelName, type ModelName } from '../../contract/derived/model-name.ts';
import type { Pull, PullFailure } from '../../contract/models.ts';
import type { SavedPull } from './pull-file.ts';
import type { PullRequest } from './pull-lines.ts';
import { emptyProgress, type PullProgress, secondsLeft, speedOf } from './pull-progress.ts';

/** One pull as the controller holds it. */
export interface PullEntry {
  readonly id: string;
  readonly name: string;
  readonly request: PullRequest;
  readonly startedAt: number;
  state: Pull['state'];
  failure: PullFailure | null;
  progress: PullProgress;
  /** Ends the connection; null while there is none. */
  connection: AbortController | null;
  /** Connections in a row that broke without a byte of progress. */
  losses: number;
}

/** The phase of a pull that runs as soon as there is a server. */
export const waitingForServer = 'waiting for the server';

function requestFor(name: string, insecure: boolean): PullRequest {
  return {
    model: insecure ? `http://${name}` : name,
    insecure,
  };
}

export function newPullEntry(name: ModelName): PullEntry {
  const display = canonicalModelName(name);
  return {
    id: randomUUID(),
    name: display,
    request: requestFor(display, name.insecure),
    startedAt: Date.now(),
    state: 'running',
    failure: null,
    progress: emptyProgress,
    connection: null,
    losses: 0,
  };
}

/** A pull of an earlier life of Corral; one that ran waits for the server. */
export function restoredPullEntry(saved: SavedPull): PullEntry {
  const { id, name, insecure, startedAt, state, failure, completedBytes, totalBytes } = saved;
  return {
    id,
    name,
    startedAt,
    state,
    failure,
    request: requestFor(name, insecure),
    progress: { ...emptyProgress, phase: waitingForServer, completedBytes, totalBytes },
    connection: null,
    losses: 0,
  };
}

/** What another life of Corral needs to go on. */
export function savedPull({ id, name, request, startedAt, state, failure, progress }: PullEntry): SavedPull {
  const { completedBytes, totalBytes } = progress;
  return { id, name, insecure: request.insecure, startedAt, state, failure, completedBytes, totalBytes };
}

/** What the snapshot says about a pull. */
export function pullView({ id, name, state, failure, progress, connection, startedAt }: PullEntry): Pull {
  const moves = state === 'running' && connection !== null;
  return {
    id,
    name,
    state,
    failure,
    startedAt,
    phase: progress.phase,
    completedBytes: progress.completedBytes,
    totalBytes: progress.totalBytes,
    bytesPerSecond: moves ? speedOf(progress) : null,
    secondsLeft: moves ? secondsLeft(progress) : null,
  };
}
