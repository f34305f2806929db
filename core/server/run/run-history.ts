import type { RunSummary } from '../../../contract/server.ts';
import type { SupervisorEvent } from '../supervisor-state.ts';

/** Runs kept, the newest. */
const kept = 50;

function ended(run: RunSummary, at: number, { kind, message }: { kind: string; message: string }): RunSummary {
  return run.end === null ? { ...run, end: { at, kind, message } } : run;
}

/** What an event of the loop adds to the list of runs, newest first. Each run is known by its id, so a late event does no harm. */
export function historyAfter(runs: readonly RunSummary[], event: SupervisorEvent): readonly RunSummary[] {
  const change = (runId: string, by: (run: RunSummary) => RunSummary) =>
    runs.map((run) => (run.runId === runId ? by(run) : run));
  switch (event.type) {
    case 'launched': {
      const { runId, at, pid, adopted } = event;
      return [{ runId, startedAt: at, pid, version: null, adopted, end: null }, ...runs].slice(0, kept);
    }
    case 'ready':
      return change(event.runId, (run) => ({ ...run, version: event.version }));
    case 'ended':
    case 'stopFailed':
      return change(event.runId, (run) => ended(run, event.at, event.cause));
    case 'gone':
      return change(event.runId, (run) => ended(run, event.at, { kind: 'stopped', message: 'It was asked to end.' }));
    default:
      return runs;
  }
}
