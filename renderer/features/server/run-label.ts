import { formatDuration } from '../../../contract/derived/format/format-duration.ts';
import type { RunSummary, ServerCause } from '../../../contract/server.ts';

/** A run this long shows that the server works: its end begins a new row of failures. Milliseconds; core's policy has the same. */
const healthyMs = 60_000;

const ends: Readonly<Record<ServerCause['kind'] | 'stopped', string>> = {
  stopped: 'Stopped when asked',
  exited: 'Ended by itself',
  unresponsive: 'Stopped answering',
  exitedBeforeReady: 'Ended before it answered',
  neverReady: 'Never answered',
  stoppedByOllamaApp: 'Ended by Ollama.app',
  modelsFolderUnavailable: 'Lost its models folder',
  addressInUse: 'Found its port taken',
  addressUnavailable: 'Lost its address',
  programMissing: 'Lost its program',
  notExecutable: 'Could not be run',
  quarantined: 'Was blocked by macOS',
  wrongArchitecture: 'Is for another machine',
  spawnFailed: 'Could not be started',
  orphanStillRunning: 'Would not end',
  stopFailed: 'Would not stop',
};

/** How a run came to its end, in a few words. */
export function runEndLabel({ end }: RunSummary): string {
  if (end === null) return 'Runs now';
  return isKnown(end.kind) ? ends[end.kind] : 'Ended';
}

/** How long a run lasted, or has lasted until now. Times are milliseconds since the epoch. */
export function runDuration({ startedAt, end }: RunSummary, now: number): string {
  return formatDuration((end?.at ?? now) - startedAt);
}

/** Whether it ended though nobody asked for that. */
function endedByItself({ end }: RunSummary): boolean {
  return end !== null && end.kind !== 'stopped';
}

/** How often the server was started again after it had ended by itself. Newest first, as the history has them. */
export function restartCount(runs: readonly RunSummary[]): number {
  return runs.slice(1).filter(endedByItself).length;
}

/** The latest runs that failed one after the other, newest first; one that had worked for a while isn't among them. */
export function failuresInARow(runs: readonly RunSummary[]): readonly RunSummary[] {
  const last = runs.findIndex((run) => !endedByItself(run) || (run.end?.at ?? 0) - run.startedAt >= healthyMs);
  return last === -1 ? runs : runs.slice(0, last);
}

function isKnown(kind: string): kind is keyof typeof ends {
  return Object.hasOwn(ends, kind);
}
