import { useState } from 'react';
import { serverPageText } from '../../../contract/derived/catalog/en/server-page.ts';
import { formatMemory } from '../../../contract/derived/format/format-bytes.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Banner } from '../../components/Banner.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Page, PageBody } from '../../components/Page.tsx';
import { Section } from '../../components/Section.tsx';
import { AdvisoryWarning } from './AdvisoryWarning.tsx';
import { Endpoint } from './Endpoint.tsx';
import { ExternalServer } from './ExternalServer.tsx';
import { LoadedModels } from './LoadedModels.tsx';
import { NotInstalled } from './NotInstalled.tsx';
import { OllamaAppWarning } from './OllamaAppWarning.tsx';
import { Problems } from './Problems.tsx';
import { portConflictText } from './port-conflict-text.ts';
import { Remedies } from './Remedies.tsx';
import { RunHistory } from './RunHistory.tsx';
import { StateCard } from './StateCard.tsx';
import './server-page.css';

/** The server: its state, what to do about it, its address, loaded models, recent problems and earlier runs. */
export function ServerPage() {
  const state = useSnapshot((s) => s.server.actual.state);
  const memoryBytes = useSnapshot((s) => s.app.memoryBytes);
  const platform = useSnapshot((s) => s.app.platform);
  const memory = formatMemory(memoryBytes);
  return (
    <Page
      title={serverPageText('title')}
      subtitle={serverPageText(platform === 'darwin' ? 'subtitle.mac' : 'subtitle.computer', { memory })}
    >
      <PageBody>{state === 'notInstalled' ? <NotInstalled /> : <Sections external={state === 'external'} />}</PageBody>
    </Page>
  );
}

function Sections({ external }: { readonly external: boolean }) {
  const [movedTo, setMovedTo] = useState<number | null>(null);
  return (
    <>
      <div className="server-banners">
        {movedTo !== null && <MovedNote port={movedTo} onDismiss={() => setMovedTo(null)} />}
        <PortConflictWarning />
        <OllamaAppWarning />
        <AdvisoryWarning />
      </div>
      {external ? <ExternalServer onMoved={setMovedTo} /> : <StateCard />}
      <Remedies onMoved={setMovedTo} />
      <LastLines />
      <Endpoint />
      <LoadedModels />
      <Problems />
      <RunHistory />
    </>
  );
}

/** After the server moved to another port: the address that apps need now. */
function MovedNote({ port, onDismiss }: { readonly port: number; readonly onDismiss: () => void }) {
  const baseUrl = useSnapshot((s) => s.server.baseUrl);
  const settled = useSnapshot((s) => s.server.port === port);
  if (!settled) return null;
  return (
    <Banner
      tone="info"
      title={serverPageText('moved.title', { port })}
      actions={<CopyButton text={baseUrl} label={serverPageText('moved.copy')} />}
      onDismiss={onDismiss}
    >
      {serverPageText('moved.hint', { url: baseUrl })}
    </Banner>
  );
}

/** Another app listens on our server's port too, so that some addresses lead to it. */
function PortConflictWarning() {
  const portConflicts = useSnapshot((s) => s.server.portConflicts);
  const port = useSnapshot((s) => s.server.port);
  const variable = useSnapshot((s) => s.app.fixed.port?.variable ?? 'none');
  if (portConflicts.length === 0) return null;
  return (
    <Banner tone="warn" title={serverPageText('conflict.title', { port })}>
      {serverPageText('conflict.hint', { conflicts: portConflictText(portConflicts, port), variable })}
    </Banner>
  );
}

/** The end of the failed run's log. */
function LastLines() {
  const actual = useSnapshot((s) => s.server.actual);
  if (actual.state !== 'failed' && actual.state !== 'restarting') return null;
  const { lastLines } = actual.cause;
  if (lastLines.length === 0) return null;
  return (
    <Section
      title={serverPageText('lastLines.title')}
      actions={
        <a className="btn small" href="#/logs">
          {serverPageText('button.logs')}
        </a>
      }
    >
      <div className="code tail">
        <pre>{lastLines.join('\n')}</pre>
      </div>
    </Section>
  );
}
