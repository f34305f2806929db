import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Banner } from '../../components/Banner.tsx';
import { Button } from '../../components/Button.tsx';

/** Says once, at the top, that nothing can answer, and offers to start the server. */
export function ServerStopped() {
  const client = useClient();
  const state = useSnapshot((s) => s.server.actual.state);
  const start = useAction(() => client.server.start());
  if (state !== 'stopped' && state !== 'failed') return null;
  const actions = (
    <Button size="small" busy={start.pending} onClick={start.run}>
      Start server
    </Button>
  );
  return (
    <div className="page-banners">
      <Banner tone="info" title="The server is stopped" actions={actions}>
        Conversations can be read; nothing answers until it runs.
      </Banner>
    </div>
  );
}
