import { useState } from 'react';
import { formatMemory } from '../../../contract/derived/format/format-bytes.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Page, PageBody } from '../../components/Page.tsx';
import { AdvisoryWarning } from './AdvisoryWarning.tsx';
import { Endpoint } from './Endpoint.tsx';
import { ExternalServer } from './ExternalServer.tsx';
import { History } from './History.tsx';
import { LastLines } from './LastLines.tsx';
import { LoadedModels } from './LoadedModels.tsx';
import { MovedNote } from './MovedNote.tsx';
import { NotInstalled } from './NotInstalled.tsx';
import { PortConflictWarning } from './PortConflictWarning.tsx';
import { Problems } from './Problems.tsx';
import { Remedies } from './Remedies.tsx';
import { StateCard } from './StateCard.tsx';
import './server-page.css';

/** The server: its state, what to do about it, its address, what is loaded, what went wrong lately, its earlier runs. */
export function ServerPage() {
  const state = useSnapshot((s) => s.server.actual.state);
  const memory = useSnapshot((s) => s.app.memoryBytes);
  const platform = useSnapshot((s) => s.app.platform);
  const machine = `${platform === 'darwin' ? 'This Mac' : 'This machine'}, ${formatMemory(memory)} of memory`;
  return (
    <Page title="Server" subtitle={machine}>
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
        <AdvisoryWarning />
      </div>
      {external ? <ExternalServer onMoved={setMovedTo} /> : <StateCard />}
      <Remedies onMoved={setMovedTo} />
      <LastLines />
      <Endpoint />
      <LoadedModels />
      <Problems />
      <History />
    </>
  );
}
