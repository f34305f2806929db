import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';

const words = { stop: 'Stops when nothing is under way.', restart: 'Restarts when nothing is under way.' } as const;

/** A stop or restart that waits, with the way to forget it. Draws nothing where none does. */
export function PendingNote() {
  const client = useClient();
  const pending = useSnapshot((s) => s.server.pending);
  const cancel = useAction(() => client.server.cancelPending());
  if (pending === null) return null;
  return (
    <p className="hint" aria-live="polite">
      {words[pending.action]}{' '}
      <Button
        size="small"
        aria-label={`Cancel the ${pending.action}`}
        busy={cancel.pending}
        onClick={() => cancel.run()}
      >
        Cancel
      </Button>
      {cancel.failure && <span className="bad-text">{cancel.failure.message}</span>}
    </p>
  );
}
