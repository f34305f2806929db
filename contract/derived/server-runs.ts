import type { RunSummary } from '../server.ts';

/** A run that responded for this long shows that the server works: earlier failures no longer count. */
export const STABLE_AFTER_MS = 60_000;

/** Ends that somebody asked for, in Corral or by a signal. */
const REQUESTED_ENDS: readonly string[] = ['stopped', 'stoppedByOther'];

/** Whether the run ended without being stopped. */
function endedUnexpectedly({ end }: RunSummary): boolean {
  return end !== null && !REQUESTED_ENDS.includes(end.kind);
}

/** How often the server was restarted after it had ended unexpectedly. `runs` are newest first. */
export function restartCount(runs: readonly RunSummary[]): number {
  return runs.slice(1).filter(endedUnexpectedly).length;
}

/** The latest runs that failed one after the other, newest first; one that had been stable isn't among them. */
export function consecutiveFailures(runs: readonly RunSummary[]): readonly RunSummary[] {
  const last = runs.findIndex(
    (run) => !endedUnexpectedly(run) || (run.end?.at ?? 0) - run.startedAt >= STABLE_AFTER_MS,
  );
  return last === -1 ? runs : runs.slice(0, last);
}
