import { useSyncExternalStore } from 'react';
import { shellText } from '../../contract/derived/catalog/en/shell.ts';
import { type Corral, CorralContext } from '../client/corral-context.ts';
import { CorralMark } from '../components/CorralMark.tsx';
import { Shell } from './Shell.tsx';

/** The page around one connection to Corral. */
export function App({ corral }: { readonly corral: Corral }) {
  const arrived = useSyncExternalStore(corral.snapshot.subscribe, () => corral.snapshot.get() !== null);
  return <CorralContext value={corral}>{arrived ? <Shell /> : <Connecting corral={corral} />}</CorralContext>;
}

function Connecting({ corral }: { readonly corral: Corral }) {
  const link = useSyncExternalStore(corral.link.subscribe, corral.link.get);
  return (
    <main className="connecting" aria-live="polite">
      <CorralMark gate="half" />
      {link === 'lost' && <p>{shellText('connection.none')}</p>}
    </main>
  );
}
