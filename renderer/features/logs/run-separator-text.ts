import type { RunSummary } from '../../../contract/server.ts';

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

function endOf(run: RunSummary | undefined): string | null {
  if (!run?.end) return null;
  const { at, kind, message } = run.end;
  const when = clock.format(at);
  return kind === 'stopped' ? `The server was stopped at ${when}.` : `The run ended at ${when}: ${message}`;
}

function beginOf(run: RunSummary | undefined): string | null {
  if (!run) return null;
  const { startedAt, adopted, pid, version } = run;
  const facts = [version && `version ${version}`, pid !== null && `pid ${pid}`].filter(Boolean).join(', ');
  const begun = `${adopted ? 'Running since' : 'Started at'} ${clock.format(startedAt)}`;
  return facts === '' ? `${begun}.` : `${begun}, ${facts}.`;
}

/** What stands between the lines of two runs of the server, as far as the runs are known. */
export function runSeparatorText(runs: readonly RunSummary[], runId: string, previousRunId: string | null): string {
  const find = (id: string | null): RunSummary | undefined => runs.find((run) => run.runId === id);
  const words = [endOf(find(previousRunId)), beginOf(find(runId))].filter((part) => part !== null);
  return words.length === 0 ? 'A run of the server begins.' : words.join(' ');
}

/** `2 runs today`; nothing where there were none. */
export function runsToday(runs: readonly RunSummary[], now: number): string | undefined {
  const today = new Date(now).toDateString();
  const count = runs.filter(({ startedAt }) => new Date(startedAt).toDateString() === today).length;
  if (count === 0) return undefined;
  return count === 1 ? '1 run today' : `${count} runs today`;
}
