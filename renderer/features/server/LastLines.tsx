import { useSnapshot } from '../../client/use-snapshot.ts';
import { Section } from '../../components/Section.tsx';

/** The end of what the failed run wrote. */
export function LastLines() {
  const actual = useSnapshot((s) => s.server.actual);
  if (actual.state !== 'failed' && actual.state !== 'restarting') return null;
  const { lastLines } = actual.cause;
  if (lastLines.length === 0) return null;
  return (
    <Section
      title="Last lines of the log"
      actions={
        <a className="btn small" href="#/logs">
          Show Log
        </a>
      }
    >
      <div className="code tail">
        <pre>{lastLines.join('\n')}</pre>
      </div>
    </Section>
  );
}
