import { CircleCheck, TriangleAlert } from 'lucide-react';
import { serverPageText } from '../../../contract/derived/catalog/en/server-page.ts';
import { formatDateTime } from '../../../contract/derived/format/format-time.ts';
import type { Problem } from '../../../contract/server.ts';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { Section } from '../../components/Section.tsx';
import { useNow } from '../../components/use-now.ts';

/** What went wrong recently, newest first. */
export function Problems() {
  const client = useClient();
  const problems = useSnapshot((s) => s.server.problems);
  const now = useNow(60_000);
  const clear = useAction(() => client.server.clearProblems());
  const clearButton = (
    <Button
      size="small"
      variant="quiet"
      aria-label={serverPageText('problems.clearAll')}
      busy={clear.pending}
      onClick={() => clear.run()}
    >
      {serverPageText('problems.clear')}
    </Button>
  );
  return (
    <Section title={serverPageText('problems.title')} actions={problems.length > 0 && clearButton}>
      <div className="group">
        {problems.length === 0 && <div className="row secondary">{serverPageText('problems.none')}</div>}
        {problems.map((problem) => (
          <div key={problem.id} className="row">
            <div className="problem">
              {problem.resolved ? (
                <CircleCheck className="icon tertiary" aria-label={serverPageText('problems.resolved')} role="img" />
              ) : (
                <TriangleAlert
                  className="icon warn-text"
                  aria-label={serverPageText('problems.unresolved')}
                  role="img"
                />
              )}
              <div className="selectable">
                <div>{problem.title}</div>
                <div className="hint">{problem.detail}</div>
              </div>
              <span className="hint num">{formatDateTime(problem.at, now)}</span>
              <ProblemLink problem={problem} />
            </div>
          </div>
        ))}
      </div>
    </Section>
  );
}

/** Where to find out more. */
function ProblemLink({ problem: { kind, title } }: { readonly problem: Problem }) {
  return kind === 'environment' ? (
    <a
      className="btn small"
      href="#/settings/configuration"
      aria-label={serverPageText('problems.showVariables', { problem: title })}
    >
      {serverPageText('button.variables')}
    </a>
  ) : (
    <a className="btn small" href="#/logs" aria-label={serverPageText('problems.showLog', { problem: title })}>
      {serverPageText('button.logs')}
    </a>
  );
}
