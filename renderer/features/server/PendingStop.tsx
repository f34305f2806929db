import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';

/** A stop that waits, with the way to forget it; of a restart that waits the bar at the foot of the page tells. */
export function PendingStop() {
  const client = useClient();
  const waits = useSnapshot((s) => s.server.pending?.action === 'stop');
  const cancel = useAction(() => client.server.cancelPending());
  if (!waits) return null;
  return (
    <p className="hint" aria-live="polite">
      Stops when nothing is under way.{' '}
      <Button size="small" aria-label="Cancel the stop" busy={cancel.pending} onClick={() => cancel.run()}>
        Cancel
      </Button>
      {cancel.failure && <span className="bad-text">{cancel.failure.message}</span>}
    </p>
  );
}
