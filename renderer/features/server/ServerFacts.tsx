import { restartCount } from '../../../contract/derived/server-runs.ts';
import type { Program, ServerSlice } from '../../../contract/server.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';

const foundBy: Readonly<Record<Program['source'], string>> = {
  environment: 'CORRAL_OLLAMA',
  setting: 'Settings',
  path: 'PATH',
  defaultLocation: 'The usual place',
  loginShell: 'Your shell',
};

/** Version, process, and which program it is. */
export function ServerFacts() {
  const server = useSnapshot((s) => s.server);
  return (
    <dl className="facts">
      <div>
        <dt>Version</dt>
        <dd>{version(server) ?? <span className="tertiary">Unknown</span>}</dd>
      </div>
      <ProcessOrExit server={server} />
      <div>
        <dt>Restarts</dt>
        <dd className="num" title="How often it was started again because it had ended though nobody asked for that">
          {restartCount(server.runs)}
        </dd>
      </div>
      <div>
        <dt>Found through</dt>
        <dd title={server.program ? foundBy[server.program.source] : undefined}>
          {server.program ? foundBy[server.program.source] : <span className="tertiary">–</span>}
        </dd>
      </div>
      <div>
        <dt>Program</dt>
        <dd className="mono clip" title={server.program?.path}>
          {server.program?.path ?? <span className="tertiary">None</span>}
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
        <dt>{signal ? 'Ended by' : 'Last exit code'}</dt>
        <dd>{signal ?? exitCode ?? <span className="tertiary">None</span>}</dd>
      </div>
    );
  }
  return (
    <div>
      <dt>Process ID</dt>
      <dd>{server.pid ?? <span className="tertiary">None</span>}</dd>
    </div>
  );
}

function version({ actual, program }: ServerSlice): string | null {
  return actual.state === 'running' || actual.state === 'external' ? actual.version : (program?.version ?? null);
}
