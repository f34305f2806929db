import { useLinkState } from '../client/corral-context.ts';
import { useSnapshot } from '../client/use-snapshot.ts';

/** Says that what is on the screen may be old. */
export function LinkLost() {
  const lost = useLinkState() === 'lost';
  const headless = useSnapshot((s) => s.app.host === 'headless');
  return (
    <div className="link-lost" aria-live="polite">
      {lost && (
        <div className="toast">
          <span className="spin" aria-hidden="true" />
          Connection to Corral lost. Reconnecting…
          {headless && <span className="secondary">If you started it again, open the address it printed.</span>}
        </div>
      )}
    </div>
  );
}
