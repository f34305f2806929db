import { randomUUID } from 'node:crypto';
import type { Pull, PullFailure } from '../../contract/models.ts';
import { canonicalModelName, type ModelName } from './model-name.ts';
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

export const newPullEntry = (name: ModelName): PullEntry => {
  const display = canonicalModelName(name);
  const { insecure } = name;
  return {
    id: randomUUID(),
    name: display,
    request: { model: insecure ? `http://${display}` : display, insecure },
    startedAt: Date.now(),
    state: 'running',
    failure: null,
    progress: emptyProgress,
    connection: null,
    losses: 0,
  };
};

/** What the snapshot says about a pull. */
export const pullView = ({ id, name, state, failure, progress, connection, startedAt }: PullEntry): Pull => {
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
};
