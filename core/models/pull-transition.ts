import type { PullFailure } from '../../contract/models.ts';
import { pullFailure } from './classify-pull-error.ts';
import { type PullEntry, WAITING_FOR_SERVER } from './pull-entry.ts';
import { afterLine, type PullLine, reconnected } from './pull-progress.ts';

/** A server that breaks this many consecutive connections without a byte of progress isn't asked again automatically. */
export const MAX_LOSSES = 5;

/** What happens to one pull. */
export type PullEvent =
  /** A person starts or resumes it; a server is there to ask. */
  | { readonly type: 'resume' }
  | { readonly type: 'pause' }
  | { readonly type: 'cancel' }
  /** The server responds, after a restart for one. */
  | { readonly type: 'serverAvailable' }
  /** One line of Ollama's progress. `at` is milliseconds of a steady clock. */
  | { readonly type: 'line'; readonly line: PullLine; readonly at: number }
  /** Ollama has reported success. */
  | { readonly type: 'finished' }
  /** The connection broke before Ollama said how it went. */
  | { readonly type: 'connectionLost'; readonly serverResponds: boolean }
  | { readonly type: 'failed'; readonly failure: PullFailure };

export type PullEffect =
  /** Open a request to Ollama, in place of any that is open. */
  | 'connect'
  /** Close the request that is open. */
  | 'disconnect'
  /** Send `serverAvailable` after a moment, if the server still responds then. */
  | 'retryLater'
  /** The list has changed: publish and save it at once. */
  | 'publish'
  /** Only the figures have changed. */
  | 'publishProgress'
  /** A model was installed. */
  | 'notifyFinished';

export interface PullStep {
  /** Null once it leaves the list. */
  readonly entry: PullEntry | null;
  readonly effects: readonly PullEffect[];
}

function unchanged(entry: PullEntry): PullStep {
  return { entry, effects: [] };
}

function connect(entry: PullEntry): PullStep {
  return {
    entry: { ...entry, state: 'running', failure: null, connected: true, progress: reconnected(entry.progress) },
    effects: ['connect', 'publish'],
  };
}

function fail(entry: PullEntry, failure: PullFailure): PullStep {
  return { entry: { ...entry, state: 'failed', failure, connected: false }, effects: ['publish'] };
}

function receiveLine(entry: PullEntry, line: PullLine, at: number): PullStep {
  const progress = afterLine(entry.progress, line, at);
  const losses = progress.completedBytes > entry.progress.completedBytes ? 0 : entry.losses;
  return { entry: { ...entry, progress, losses }, effects: ['publishProgress'] };
}

/** While the server is away the pull waits; its return is an event of its own. */
function loseConnection(entry: PullEntry, serverResponds: boolean): PullStep {
  const losses = entry.losses + 1;
  const progress = { ...entry.progress, phase: WAITING_FOR_SERVER };
  const waiting = { ...entry, losses, progress, connected: false };
  if (!serverResponds) return { entry: waiting, effects: ['publish'] };
  if (losses > MAX_LOSSES) return fail(waiting, pullFailure('interrupted'));
  return { entry: waiting, effects: ['publish', 'retryLater'] };
}

/** What an event makes of a pull. Events of a request that is no longer open are ignored. */
export function pullTransition(entry: PullEntry, event: PullEvent): PullStep {
  const isRunning = entry.state === 'running';
  switch (event.type) {
    case 'resume':
      return isRunning ? unchanged(entry) : connect({ ...entry, losses: 0 });
    case 'pause':
      if (!isRunning) return unchanged(entry);
      return { entry: { ...entry, state: 'paused', connected: false }, effects: ['disconnect', 'publish'] };
    case 'cancel':
      return { entry: null, effects: ['disconnect', 'publish'] };
    case 'serverAvailable':
      return isRunning && !entry.connected ? connect(entry) : unchanged(entry);
    default:
      return entry.connected ? requestTransition(entry, event) : unchanged(entry);
  }
}

function requestTransition(
  entry: PullEntry,
  event: Extract<PullEvent, { type: 'line' | 'finished' | 'connectionLost' | 'failed' }>,
): PullStep {
  switch (event.type) {
    case 'line':
      return receiveLine(entry, event.line, event.at);
    case 'finished':
      return { entry: null, effects: ['publish', 'notifyFinished'] };
    case 'connectionLost':
      return loseConnection(entry, event.serverResponds);
    case 'failed':
      return fail(entry, event.failure);
  }
}
