import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Banner } from '../../components/Banner.tsx';
import { Button } from '../../components/Button.tsx';
import { serverAvailability } from './server-availability.ts';
import { serverView } from './server-view.ts';

/** At the top of a page that needs the server while there is none: says so once, with Start. Draws nothing otherwise. */
export function ServerBanner({ consequence }: { readonly consequence: string }) {
  const client = useClient();
  const server = useSnapshot((s) => s.server);
  const start = useAction(() => client.server.start());
  if (serverAvailability(server.actual.state) !== 'no' || server.actual.state === 'stopping') return null;
  const view = serverView(server, false);
  const failed = view.tone === 'bad';
  return (
    <div className="page-banners">
      <Banner
        tone={failed ? 'bad' : 'info'}
        title={
          failed
            ? `The server does not run: ${view.status.toLowerCase()}`
            : (titles[server.actual.state] ?? view.status)
        }
        actions={
          <>
            {failed && (
              <a className="btn" href="#/server">
                Show Why
              </a>
            )}
            {view.canStart ? (
              <Button aria-label="Start server" busy={start.pending} onClick={() => start.run()}>
                Start
              </Button>
            ) : (
              <a className="btn" href="#/server">
                Show What to Do
              </a>
            )}
          </>
        }
      >
        {start.failure?.message ?? consequence}
      </Banner>
    </div>
  );
}

const titles: Readonly<Record<string, string>> = {
  stopped: 'The server is stopped',
  notInstalled: 'Ollama isn’t installed',
};
