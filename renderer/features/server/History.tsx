import { useState } from 'react';
import { serverText } from '../../../contract/derived/catalog/en/server.ts';
import { formatDuration } from '../../../contract/derived/format/format-duration.ts';
import { formatClock, formatDateTime } from '../../../contract/derived/format/format-time.ts';
import { runEndLabel } from '../../../contract/derived/server-text.ts';
import type { RunSummary } from '../../../contract/server.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { Section } from '../../components/Section.tsx';
import { useNow } from '../../components/use-now.ts';

/** As many rows as fit beside the rest of the page. */
const few = 5;

/** Our server's runs, newest first: when each began, how long it lasted, how it ended. */
export function History() {
  const runs = useSnapshot((s) => s.server.runs);
  const [all, setAll] = useState(false);
  const now = useNow(1000);
  const more = runs.length > few && (
    <Button size="small" variant="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
      {all ? 'Show Fewer' : `Show All ${runs.length}`}
    </Button>
  );
  return (
    <Section title="History" actions={more}>
      <div className="group">
        {runs.length === 0 ? (
          <div className="row secondary">Corral has not started the server yet.</div>
        ) : (
          <div className="row colhead" aria-hidden="true">
            <div className="run">
              <span>Started</span>
              <span>How it ended</span>
              <span className="right">Ran for</span>
              <span className="right wide">Process ID</span>
              <span className="right wide">Version</span>
            </div>
          </div>
        )}
        {runs.slice(0, all ? runs.length : few).map((run) => (
          <Run key={run.runId} run={run} now={now} />
        ))}
      </div>
    </Section>
  );
}

function Run({ run, now }: { readonly run: RunSummary; readonly now: number }) {
  const { startedAt, end, adopted, pid, version } = run;
  return (
    <div className="row ruled">
      <div className="run selectable">
        <span>{formatDateTime(startedAt, now)}</span>
        <div>
          <div>
            {serverText(runEndLabel(run))}
            {adopted && <span className="secondary">, found again</span>}
          </div>
          {end && end.kind !== 'stopped' && <div className="hint">{`At ${formatClock(end.at)}: ${end.message}`}</div>}
        </div>
        <span className="right">{formatDuration((end?.at ?? now) - startedAt)}</span>
        <span className="right wide">{pid ?? '–'}</span>
        <span className="right clip wide">{version ?? '–'}</span>
      </div>
    </div>
  );
}
