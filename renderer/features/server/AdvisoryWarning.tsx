import { useState } from 'react';
import { serverPageText } from '../../../contract/derived/catalog/en/server-page.ts';
import type { Advisory } from '../../../contract/server.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Banner } from '../../components/Banner.tsx';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { WebLink } from '../../components/WebLink.tsx';
import { updateHint } from './update-hint.ts';

/** Known vulnerabilities of the Ollama in use, and how it is updated. */
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
        title={serverPageText('advisories.title', { version: version ?? '', count: advisories.length })}
        actions={
          <>
            <Button aria-expanded={shown} onClick={() => setShown(!shown)}>
              {serverPageText(shown ? 'advisories.hide' : 'advisories.show')}
            </Button>
            {command ? (
              <CopyButton text={command} label={serverPageText('advisories.copyCommand')} />
            ) : (
              <WebLink url="https://ollama.com/download" label={serverPageText('button.download')} />
            )}
          </>
        }
      >
        {serverPageText(hint)} {command && <code className="command">{command}</code>}
      </Banner>
      {shown && (
        <section className="group" aria-label={serverPageText('advisories.label')}>
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
        <span className="hint">
          {fixedIn === null
            ? serverPageText('advisories.notFixed')
            : serverPageText('advisories.fixedIn', { version: fixedIn })}
        </span>
        <WebLink
          size="small"
          url={url}
          label={serverPageText('advisories.read')}
          name={serverPageText('advisories.readAbout', { id })}
        />
      </div>
    </div>
  );
}
