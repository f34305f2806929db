import { RotateCw } from 'lucide-react';
import { useClient } from '../client/corral-context.ts';
import { useAction } from '../client/use-action.ts';
import { useSnapshot } from '../client/use-snapshot.ts';
import { Button } from '../components/Button.tsx';
import { restartReason } from './restart-reason.ts';

/** At the foot of every page while the running server lacks a changed setting. */
export function RestartBar() {
  const client = useClient();
  const fields = useSnapshot((s) => s.restartNeeded);
  const restart = useAction(() => client.server.restart());
  if (fields.length === 0) return null;
  return (
    <section className="restart" aria-label="Restart needed">
      <RotateCw className="icon warn-text" />
      <div className="grow" aria-live="polite">
        <b>Restart needed</b>
        <span className="hint">{restart.failure?.message ?? restartReason(fields)}</span>
      </div>
      <Button variant="primary" busy={restart.pending} onClick={() => restart.run()}>
        Restart Now
      </Button>
    </section>
  );
}
