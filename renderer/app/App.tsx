import { useSyncExternalStore } from 'react';
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
      {link === 'lost' && (
        <p>
          Corral does not answer. This page tries again by itself; if you started Corral again, open the address it
          printed.
        </p>
      )}
    </main>
  );
}
