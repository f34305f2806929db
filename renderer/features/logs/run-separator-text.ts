import { logsText } from '../../../contract/derived/catalog/en/logs.ts';
import { formatClockWithSeconds } from '../../../contract/derived/format/format-time.ts';
import type { RunSummary } from '../../../contract/server.ts';

/** The text between the lines of two runs of the server, as far as the runs are known. */
export function runSeparatorText(runs: readonly RunSummary[], runId: string, previousRunId: string | null): string {
  const find = (id: string | null): RunSummary | undefined => runs.find((run) => run.runId === id);
  const parts = [endText(find(previousRunId)), startText(find(runId))].filter((part) => part !== null);
  return parts.length === 0 ? logsText('run.new') : parts.join(' ');
}

/** `2 runs today`; undefined for none. */
export function runsToday(runs: readonly RunSummary[], now: number): string | undefined {
  const today = new Date(now).toDateString();
  const count = runs.filter(({ startedAt }) => new Date(startedAt).toDateString() === today).length;
  return count === 0 ? undefined : logsText('page.runsToday', { count });
}

function endText(run: RunSummary | undefined): string | null {
  if (!run?.end) return null;
  const { at, kind, message } = run.end;
  const time = formatClockWithSeconds(at);
  return kind === 'stopped' ? logsText('run.stopped', { time }) : logsText('run.ended', { time, reason: message });
}

function startText(run: RunSummary | undefined): string | null {
  if (!run) return null;
  const { startedAt, adopted, pid, version } = run;
  const time = formatClockWithSeconds(startedAt);
  const facts = [
    version && logsText('run.version', { version }),
    pid !== null && logsText('run.pid', { pid: String(pid) }),
  ]
    .filter(Boolean)
    .join(', ');
  if (facts === '') return logsText(adopted ? 'run.adopted' : 'run.started', { time });
  return logsText(adopted ? 'run.adoptedWith' : 'run.startedWith', { time, facts });
}
