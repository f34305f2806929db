import { serverPageText } from '../../../contract/derived/catalog/en/server-page.ts';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Banner } from '../../components/Banner.tsx';
import { Button } from '../../components/Button.tsx';

/** The Ollama app keeps failing to start its own server, because Corral serves the port. */
export function OllamaAppWarning() {
  const client = useClient();
  const isFailing = useSnapshot((s) => s.server.ollamaApp !== null && s.server.portConflicts.length === 0);
  const port = useSnapshot((s) => s.server.port);
  const quit = useAction(() => client.server.quitOllamaApp());
  if (!isFailing) return null;
  return (
    <Banner
      tone="warn"
      title={serverPageText('ollamaApp.title')}
      actions={
        <Button busy={quit.pending} onClick={() => quit.run()}>
          {serverPageText('ollamaApp.quit')}
        </Button>
      }
    >
      {quit.failure?.message ?? serverPageText('ollamaApp.hint', { port })}
    </Banner>
  );
}
