import { useState } from 'react';
import { serverText } from '../../../contract/derived/catalog/en/server.ts';
import { serverPageText } from '../../../contract/derived/catalog/en/server-page.ts';
import { formatDuration } from '../../../contract/derived/format/format-duration.ts';
import { formatClock, formatDateTime } from '../../../contract/derived/format/format-time.ts';
import { runEndLabel } from '../../../contract/derived/server-text.ts';
import type { RunSummary } from '../../../contract/server.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { Section } from '../../components/Section.tsx';
import { useNow } from '../../components/use-now.ts';

/** As many rows as fit beside the rest of the page. */
const MAX_SHORT_ROWS = 5;

/** Our server's runs, newest first: when each began, how long it lasted, how it ended. */
export function RunHistory() {
  const runs = useSnapshot((s) => s.server.runs);
  const [all, setAll] = useState(false);
  const now = useNow(1000);
  const more = runs.length > MAX_SHORT_ROWS && (
    <Button size="small" variant="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
      {all ? serverPageText('runs.showFewer') : serverPageText('runs.showAll', { count: runs.length })}
    </Button>
  );
  return (
    <Section title={serverPageText('runs.title')} actions={more}>
      <div className="group">
        {runs.length === 0 ? <div className="row secondary">{serverPageText('runs.none')}</div> : <RunHeader />}
        {runs.slice(0, all ? runs.length : MAX_SHORT_ROWS).map((run) => (
          <Run key={run.runId} run={run} now={now} />
        ))}
      </div>
    </Section>
  );
}

function RunHeader() {
  return (
    <div className="row colhead" aria-hidden="true">
      <div className="run">
        <span>{serverPageText('runs.started')}</span>
        <span>{serverPageText('runs.result')}</span>
        <span className="right">{serverPageText('runs.duration')}</span>
        <span className="right wide">{serverPageText('runs.processId')}</span>
        <span className="right wide">{serverPageText('runs.version')}</span>
      </div>
    </div>
  );
}

function Run({ run, now }: { readonly run: RunSummary; readonly now: number }) {
  const { startedAt, end, adopted, pid, version } = run;
  return (
    <div className="row ruled">
      <div className="run selectable">
        <span>{formatDateTime(startedAt, now)}</span>
        <div className="ending">
          <div>
            {serverText(runEndLabel(run))}
            {adopted && <span className="secondary">{serverPageText('runs.reattached')}</span>}
          </div>
          {end && end.kind !== 'stopped' && (
            <div className="hint">
              {serverPageText('runs.endedAt', { time: formatClock(end.at), message: end.message })}
            </div>
          )}
        </div>
        <span className="right" data-column={serverPageText('runs.duration')}>
          {formatDuration((end?.at ?? now) - startedAt)}
        </span>
        <span className="right wide" data-column={serverPageText('runs.processId')}>
          {pid ?? serverPageText('noValue')}
        </span>
        <span className="right clip wide" data-column={serverPageText('runs.version')}>
          {version ?? serverPageText('noValue')}
        </span>
      </div>
    </div>
  );
}
