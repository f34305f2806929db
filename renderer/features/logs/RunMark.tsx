import { useSnapshot } from '../../client/use-snapshot.ts';
import type { LogMark } from './log-rows.ts';
import { runSeparatorText } from './run-separator-text.ts';

/** Between the lines: another run of the server, or lines that are missing here. */
export function RunMark({ mark }: { readonly mark: LogMark }) {
  const runs = useSnapshot((s) => s.server.runs);
  const words =
    mark.mark === 'run'
      ? runSeparatorText(runs, mark.runId, mark.previousRunId)
      : `${mark.missing.toLocaleString('en-GB')} lines came too fast to be shown. They are in the log file.`;
  return <div className="log-mark">{words}</div>;
}
