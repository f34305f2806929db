import { shellText } from '../../contract/derived/catalog/en/shell.ts';
import { useLinkState } from '../client/corral-context.ts';
import { useSnapshot } from '../client/use-snapshot.ts';

/** Says that what the window shows may be out of date. */
export function LinkLost() {
  const lost = useLinkState() === 'lost';
  const headless = useSnapshot((s) => s.app.host === 'headless');
  return (
    <div className="link-lost" aria-live="polite">
      {lost && (
        <div className="toast">
          <span className="spin" aria-hidden="true" />
          {shellText('connection.lost')}
          {headless && <span className="secondary">{shellText('connection.lostHeadless')}</span>}
        </div>
      )}
    </div>
  );
}
