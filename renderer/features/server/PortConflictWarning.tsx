import { useSnapshot } from '../../client/use-snapshot.ts';
import { Banner } from '../../components/Banner.tsx';
import { portConflictText } from './port-conflict-text.ts';

/** Somebody else listens on our server's port too, so that some addresses lead elsewhere. */
export function PortConflictWarning() {
  const portConflicts = useSnapshot((s) => s.server.portConflicts);
  const port = useSnapshot((s) => s.server.port);
  if (portConflicts.length === 0) return null;
  return (
    <Banner tone="warn" title={`Another program listens on port ${port} too.`}>
      {`${portConflictText(portConflicts, port)} Apps that use those addresses don’t reach this server, and who reaches the other program isn’t decided here. Quit it, or change the port in Settings.`}
    </Banner>
  );
}
