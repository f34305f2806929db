import { RotateCw } from 'lucide-react';
import { useClient } from '../client/corral-context.ts';
import { useAction } from '../client/use-action.ts';
import { useSnapshot } from '../client/use-snapshot.ts';
import { Button } from '../components/Button.tsx';
import { isIdle, restartConsequence, restartReason, workLabel } from './restart-reason.ts';
import { WaitingBar } from './WaitingBar.tsx';

/** At the foot of every page while the running server lacks a changed setting, or a restart waits for its time. */
export function RestartBar() {
  const fields = useSnapshot((s) => s.restartNeeded);
  const waits = useSnapshot((s) => s.server.pending?.action === 'restart');
  if (waits) return <WaitingRestart />;
  return fields.length === 0 ? null : <NeededRestart fields={fields} />;
}

function NeededRestart({ fields }: { readonly fields: readonly string[] }) {
  const client = useClient();
  const work = useSnapshot((s) => s.work);
  const undo = useAction(() => client.settings.undoChanges());
  const restart = useAction((when: 'now' | 'idle') => client.server.restart({ when }));
  const failure = restart.failure ?? undo.failure;
  return (
    <section className={isIdle(work) ? 'restart' : 'restart has-choice'} aria-label="Restart needed">
      <RotateCw className="icon warn-text" />
      <div className="grow" aria-live="polite">
        <b>Restart needed</b>
        <span className="hint">{failure?.message ?? `${restartReason(fields)} ${restartConsequence(work)}`}</span>
      </div>
      <Button busy={undo.pending} onClick={() => undo.run()}>
        Undo Changes
      </Button>
      {!isIdle(work) && <Button onClick={() => restart.run('idle')}>Restart When Idle</Button>}
      <Button variant="primary" busy={restart.pending} onClick={() => restart.run('now')}>
        Restart Now
      </Button>
    </section>
  );
}

function WaitingRestart() {
  const client = useClient();
  const work = useSnapshot((s) => s.work);
  const now = useAction(() => client.server.restart({ when: 'now' }));
  const cancel = useAction(() => client.server.cancelPending());
  const words = `For ${workLabel(work) || 'the server'}. Only what passes Corral can be counted.`;
  return <WaitingBar what="restart" words={words} confirm="Restart Now" now={now} cancel={cancel} />;
}
