import { useSnapshot } from '../../client/use-snapshot.ts';
import { Banner } from '../../components/Banner.tsx';
import { neighbourWords } from './port-conflict-text.ts';

/** Somebody else listens on our server's port too, so that some addresses lead elsewhere. */
export function NeighbourWarning() {
  const neighbours = useSnapshot((s) => s.server.neighbours);
  const port = useSnapshot((s) => s.server.port);
  if (neighbours.length === 0) return null;
  return (
    <Banner tone="warn" title={`Another program listens on port ${port} too.`}>
      {`${neighbourWords(neighbours, port)} Apps that use those addresses don’t reach this server, and who reaches the other program isn’t decided here. Quit it, or change the port in Settings.`}
    </Banner>
  );
}
