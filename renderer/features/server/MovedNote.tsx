import { useSnapshot } from '../../client/use-snapshot.ts';
import { Banner } from '../../components/Banner.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';

export interface MovedNoteProps {
  readonly port: number;
  readonly onDismiss: () => void;
}

/** After the server was moved to another port: the address that apps need now. */
export function MovedNote({ port, onDismiss }: MovedNoteProps) {
  const baseUrl = useSnapshot((s) => s.server.baseUrl);
  const settled = useSnapshot((s) => s.server.port === port);
  if (!settled) return null;
  return (
    <Banner
      tone="info"
      title={`The server’s port is ${port} now.`}
      actions={<CopyButton text={baseUrl} label="Copy new address" />}
      onDismiss={onDismiss}
    >
      {`Apps need the new address: ${baseUrl}. Settings can change it back.`}
    </Banner>
  );
}
