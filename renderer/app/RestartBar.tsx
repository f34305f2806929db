import { Hourglass, RotateCw } from 'lucide-react';
import type { CutOff } from '../../contract/work.ts';
import { useClient } from '../client/corral-context.ts';
import { useAction } from '../client/use-action.ts';
import { useSnapshot } from '../client/use-snapshot.ts';
import { workCutOff } from '../client/work-cut-off.ts';
import { Button } from '../components/Button.tsx';
import './restart-bar.css';
import { isIdle, restartConsequence, restartReason, workWords } from './restart-reason.ts';

/** At the foot of every page while the running server lacks a changed setting, or a restart or a change of who can reach it waits. */
export function RestartBar() {
  const fields = useSnapshot((s) => s.restartNeeded);
  const pending = useSnapshot((s) => s.server.pending);
  // Of a stop that waits, the Server page tells.
  if (pending !== null && pending.action !== 'stop') return <Waiting action={pending.action} cutOff={pending.cutOff} />;
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

interface WaitingProps {
  readonly action: 'restart' | 'change';
  readonly cutOff: CutOff;
}

function Waiting({ action, cutOff }: WaitingProps) {
  const client = useClient();
  const work = useSnapshot((s) => s.work);
  const cancel = useAction(() => client.server.cancelPending());
  const hurry = useAction(() => client.server.passPending());
  const failure = hurry.failure ?? cancel.failure;
  const known = cutOff === 'everything' ? 'Only what passes Corral can be counted.' : '';
  return (
    <section className="restart" aria-label={`The ${action} waits`}>
      <Hourglass className="icon warn-text" />
      <div className="grow" aria-live="polite">
        <b>The {action} waits</b>
        <span className="hint">
          {failure?.message ?? `For ${workWords(workCutOff(work, cutOff)) || 'the server'}. ${known}`.trim()}
        </span>
      </div>
      <Button busy={cancel.pending} aria-label={`Cancel the ${action}`} onClick={() => cancel.run()}>
        Cancel
      </Button>
      <Button variant="primary" busy={hurry.pending} onClick={() => hurry.run()}>
        {action === 'restart' ? 'Restart Now' : 'Change Now'}
      </Button>
    </section>
  );
}
