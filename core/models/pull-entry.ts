import { randomUUID } from 'node:crypto';
import { canonicalModelName, type ModelName } from '../../contract/derived/model-name.ts';
import type { Pull, PullFailure } from '../../contract/models.ts';
import { restoredFailure } from './classify-pull-error.ts';
import type { SavedPull } from './pull-file.ts';
import { emptyProgress, type PullProgress, secondsLeft, speedOf } from './pull-progress.ts';

/** What Ollama is asked to pull. */
export interface PullRequest {
  readonly model: string;
  /** Lets Ollama use plain HTTP with the registry. */
  readonly insecure: boolean;
}

/** One pull that is neither finished nor canceled. */
export interface PullEntry {
  readonly id: string;
  readonly name: string;
  readonly request: PullRequest;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly state: Pull['state'];
  readonly failure: PullFailure | null;
  readonly progress: PullProgress;
  /** A request to Ollama is open; a running pull without one waits for the server. */
  readonly connected: boolean;
  /** Consecutive connections that broke without a byte of progress. */
  readonly losses: number;
}

/** The phase of a running pull that waits for the server. */
export const WAITING_FOR_SERVER = 'waiting for the server';

function requestFor(name: string, insecure: boolean): PullRequest {
  return { model: insecure ? `http://${name}` : name, insecure };
}

/** A pull that has not been started yet. */
export function newPullEntry(name: ModelName): PullEntry {
  const display = canonicalModelName(name);
  return {
    id: randomUUID(),
    name: display,
    request: requestFor(display, name.insecure),
    startedAt: Date.now(),
    state: 'paused',
    failure: null,
    progress: emptyProgress,
    connected: false,
    losses: 0,
  };
}

/** A pull of an earlier session of Corral; one that was running waits for the server. */
export function restoredPullEntry(saved: SavedPull): PullEntry {
  const { id, name, insecure, startedAt, state, failure, completedBytes, totalBytes } = saved;
  return {
    id,
    name,
    startedAt,
    state,
    failure: failure === null ? null : restoredFailure(failure),
    request: requestFor(name, insecure),
    progress: { ...emptyProgress, phase: WAITING_FOR_SERVER, completedBytes, totalBytes },
    connected: false,
    losses: 0,
  };
}

/** What the next session of Corral needs to resume it. */
export function savedPull({ id, name, request, startedAt, state, failure, progress }: PullEntry): SavedPull {
  const { completedBytes, totalBytes } = progress;
  return { id, name, insecure: request.insecure, startedAt, state, failure, completedBytes, totalBytes };
}

/** What the snapshot says about a pull. */
export function pullView({ id, name, state, failure, progress, connected, startedAt }: PullEntry): Pull {
  const isDownloading = state === 'running' && connected;
  return {
    id,
    name,
    state,
    failure,
    startedAt,
    phase: progress.phase,
    completedBytes: progress.completedBytes,
    totalBytes: progress.totalBytes,
    bytesPerSecond: isDownloading ? speedOf(progress) : null,
    secondsLeft: isDownloading ? secondsLeft(progress) : null,
  };
}
