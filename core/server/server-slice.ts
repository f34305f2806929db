import { serverFailureText } from '../../contract/derived/catalog/en/server-failures.ts';
import { serverProblemText } from '../../contract/derived/catalog/en/server-problems.ts';
import { type ProblemTitle, problemTitle } from '../../contract/derived/problem-title.ts';
import type { Problem, RunSummary, ServerActual, ServerCause, ServerSlice } from '../../contract/server.ts';
import type { SupervisorEvent, SupervisorState } from './supervisor-state.ts';

/** Problems of runs kept, the newest. */
const MAX_PROBLEMS = 20;
/** Runs kept, the newest. */
const MAX_RUNS = 50;

function endRun(run: RunSummary, end: NonNullable<RunSummary['end']>): RunSummary {
  return run.end === null ? { ...run, end } : run;
}

/** What an event changes in the list of runs, newest first. Each run is found by its ID, so that a late event does no harm. */
function runsAfter(runs: readonly RunSummary[], event: SupervisorEvent, actual: ServerActual): readonly RunSummary[] {
  const change = (runId: string, by: (run: RunSummary) => RunSummary) =>
    runs.map((run) => (run.runId === runId ? by(run) : run));
  switch (event.type) {
    case 'launched': {
      const { runId, at, pid, adopted } = event;
      return [{ runId, startedAt: at, pid, version: null, adopted, end: null }, ...runs].slice(0, MAX_RUNS);
    }
    case 'ready':
      return change(event.runId, (run) => ({ ...run, version: event.version }));
    case 'runFailed':
    case 'stopFailed': {
      // Somebody took its port just before it, and another one is used at once: that was no run.
      if ('takenInnerPort' in event && !('cause' in actual)) return runs.filter(({ runId }) => runId !== event.runId);
      const { at, cause } = event;
      return change(event.runId, (run) => endRun(run, { at, kind: cause.kind, message: cause.message }));
    }
    case 'stopped': {
      const end = { at: event.at, kind: 'stopped', message: serverFailureText('exit.stopped') };
      return change(event.runId, (run) => endRun(run, end));
    }
    default:
      return runs;
  }
}

/** A server that runs has the same environment still. */
function resolvedByRun(problem: Problem): Problem {
  return problem.kind === 'run' ? { ...problem, resolved: true } : problem;
}

/** What went wrong where the state says that something did. */
function problemOf(actual: ServerActual, event: SupervisorEvent): { title: ProblemTitle; cause: ServerCause } | null {
  if (actual.state === 'restarting' || actual.state === 'failed') {
    return { title: problemTitle(actual), cause: actual.cause };
  }
  const isByOther = actual.state === 'stopped' && actual.byOther !== undefined && event.type === 'runFailed';
  return isByOther ? { title: { key: 'stoppedByOther' }, cause: event.cause } : null;
}

/** What an event changes in the list of problems, newest first: a crash or a failure is added, and resolved by a running server. */
function problemsAfter(
  problems: readonly Problem[],
  actual: ServerActual,
  { previous, event, at }: SliceChange,
): readonly Problem[] {
  if (actual === previous) return problems;
  if (actual.state === 'running') {
    return previous.state === 'running' ? problems : problems.map(resolvedByRun);
  }
  const found = problemOf(actual, event);
  if (found === null) return problems;
  const id = `${at}-${problems.length}`;
  const title = serverProblemText(found.title);
  const problem: Problem = { id, kind: 'run', at, title, detail: found.cause.message, resolved: false };
  const lasting = problems.filter(({ kind }) => kind === 'environment');
  const ofRuns = [problem, ...problems.filter(({ kind }) => kind === 'run')].slice(0, MAX_PROBLEMS);
  return [...ofRuns, ...lasting].sort((a, b) => b.at - a.at);
}

export interface SliceChange {
  /** The state before the event. */
  readonly previous: ServerActual;
  readonly event: SupervisorEvent;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The `server` slice after an event that brought the supervisor into `state`. */
export function serverSliceAfter(
  slice: ServerSlice,
  { desired, actual, pid }: SupervisorState,
  change: SliceChange,
): ServerSlice {
  return {
    ...slice,
    desired,
    actual,
    pid,
    // The next run may have another one, or none of its own.
    innerPort: 'runId' in actual ? slice.innerPort : null,
    problems: [...problemsAfter(slice.problems, actual, change)],
    runs: [...runsAfter(slice.runs, change.event, actual)],
  };
}
