import { serverText } from '../../../contract/derived/catalog/en/server.ts';
import { serverActions } from '../../../contract/derived/server-state.ts';
import { serverBannerTitle } from '../../../contract/derived/server-text.ts';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Banner } from '../../components/Banner.tsx';
import { Button } from '../../components/Button.tsx';
import { serverLook } from './server-look.ts';

/** At the top of a page that needs the server while there is none: says so once, with Start. Draws nothing otherwise. */
export function ServerBanner({ consequence }: { readonly consequence: string }) {
  const client = useClient();
  const actual = useSnapshot((s) => s.server.actual);
  const start = useAction(() => client.server.start());
  const title = serverBannerTitle(actual);
  if (title === null) return null;
  const failed = serverLook(actual.state, false).tone === 'bad';
  return (
    <div className="page-banners">
      <Banner
        tone={failed ? 'bad' : 'info'}
        title={serverText(title)}
        actions={
          <>
            {failed && (
              <a className="btn" href="#/server">
                {serverText('banner.details')}
              </a>
            )}
            {serverActions(actual).canStart ? (
              <Button aria-label={serverText('action.startServer')} busy={start.pending} onClick={() => start.run()}>
                {serverText('action.start')}
              </Button>
            ) : (
              <a className="btn" href="#/server">
                {serverText('banner.options')}
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
