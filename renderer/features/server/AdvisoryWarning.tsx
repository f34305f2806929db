import { useState } from 'react';
import type { Advisory } from '../../../contract/server.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Banner } from '../../components/Banner.tsx';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { updateHint } from './update-hint.ts';
import { WebLink } from './WebLink.tsx';

/** The Ollama in use is older than the fix of something known: what, and how it is updated. */
export function AdvisoryWarning() {
  const server = useSnapshot((s) => s.server);
  const platform = useSnapshot((s) => s.app.platform);
  const [shown, setShown] = useState(false);
  const { actual, program, advisories } = server;
  if (advisories.length === 0) return null;
  const version = 'version' in actual ? actual.version : program?.version;
  const { hint, command } = updateHint(server, platform);
  return (
    <>
      <Banner
        tone="warn"
        title={`Ollama ${version} has ${advisories.length === 1 ? 'a known security problem' : `${advisories.length} known security problems`}.`}
        actions={
          <>
            <Button aria-expanded={shown} onClick={() => setShown(!shown)}>
              {shown ? 'Hide' : 'Show'}
            </Button>
            {command ? (
              <CopyButton text={command} label="Copy update command" />
            ) : (
              <WebLink url="https://ollama.com/download" label="Download…" />
            )}
          </>
        }
      >
        {hint} {command && <code className="command">{command}</code>}
      </Banner>
      {shown && (
        <section className="group" aria-label="Known security problems">
          {advisories.map((advisory) => (
            <AdvisoryRow key={advisory.id} advisory={advisory} />
          ))}
        </section>
      )}
    </>
  );
}

function AdvisoryRow({ advisory: { id, title, fixedIn, url } }: { readonly advisory: Advisory }) {
  return (
    <div className="row">
      <div className="advisory">
        <span className="num selectable">{id}</span>
        <span className="selectable">{title}</span>
        <span className="hint">{fixedIn === null ? 'Not fixed yet' : `Fixed in ${fixedIn}`}</span>
        <WebLink size="small" url={url} label="Read" name={`Read about ${id}`} />
      </div>
    </div>
  );
}
