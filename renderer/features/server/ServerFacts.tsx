import { serverPageText } from '../../../contract/derived/catalog/en/server-page.ts';
import { restartCount } from '../../../contract/derived/server-runs.ts';
import type { ServerSlice } from '../../../contract/server.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';

/** Version, process, restarts, and which executable it is. */
export function ServerFacts() {
  const server = useSnapshot((s) => s.server);
  const foundIn = server.program && serverPageText(`foundIn.${server.program.source}`);
  return (
    <dl className="facts">
      <div>
        <dt>{serverPageText('facts.version')}</dt>
        <dd>{version(server) ?? <span className="tertiary">{serverPageText('unknown')}</span>}</dd>
      </div>
      <ProcessOrExit server={server} />
      <div>
        <dt>{serverPageText('facts.restarts')}</dt>
        <dd className="num" title={serverPageText('facts.restartsTooltip')}>
          {restartCount(server.runs)}
        </dd>
      </div>
      <div>
        <dt>{serverPageText('facts.foundIn')}</dt>
        <dd title={foundIn ?? undefined}>{foundIn ?? <span className="tertiary">{serverPageText('noValue')}</span>}</dd>
      </div>
      <div>
        <dt>{serverPageText('facts.executable')}</dt>
        <dd className="mono clip" title={server.program?.path}>
          {server.program?.path ?? <span className="tertiary">{serverPageText('none')}</span>}
        </dd>
      </div>
    </dl>
  );
}

function ProcessOrExit({ server }: { readonly server: ServerSlice }) {
  const { actual } = server;
  if (actual.state === 'failed' || actual.state === 'restarting') {
    const { exitCode, signal } = actual.cause;
    return (
      <div>
        <dt>{serverPageText(signal ? 'facts.signal' : 'facts.exitCode')}</dt>
        <dd>{signal ?? exitCode ?? <span className="tertiary">{serverPageText('none')}</span>}</dd>
      </div>
    );
  }
  return (
    <div>
      <dt>{serverPageText('facts.processId')}</dt>
      <dd>{server.pid ?? <span className="tertiary">{serverPageText('none')}</span>}</dd>
    </div>
  );
}

function version({ actual, program }: ServerSlice): string | null {
  return actual.state === 'running' || actual.state === 'external' ? actual.version : (program?.version ?? null);
}
