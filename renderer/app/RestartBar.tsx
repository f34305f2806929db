import { RotateCw } from 'lucide-react';
import { shellText } from '../../contract/derived/catalog/en/shell.ts';
import { frontDoor } from '../../contract/derived/front-door.ts';
import { isIdle } from '../../contract/derived/work.ts';
import { useClient, useCorral } from '../client/corral-context.ts';
import { SETTINGS_DRAFTS } from '../client/drafts.ts';
import { useAction } from '../client/use-action.ts';
import { useSnapshot } from '../client/use-snapshot.ts';
import { Button } from '../components/Button.tsx';
import { restartConsequence, restartReason, workLabel } from './restart-reason.ts';
import { WaitingBar } from './WaitingBar.tsx';

/** Shown at the bottom of every page while the running server lacks a changed setting, or a restart is pending. */
export function RestartBar() {
  const fields = useSnapshot((s) => s.restartNeeded);
  const waits = useSnapshot((s) => s.server.pending?.action === 'restart');
  if (waits) return <WaitingRestart />;
  return fields.length === 0 ? null : <NeededRestart fields={fields} />;
}

function NeededRestart({ fields }: { readonly fields: readonly string[] }) {
  const client = useClient();
  const work = useSnapshot((s) => s.work);
  const requestsWait = useSnapshot((s) => frontDoor(s) === 'corral' && s.settings.requestWaitSeconds > 0);
  const { drafts } = useCorral();
  const undo = useAction(() => client.settings.undoChanges(), { onDone: () => drafts.reset(SETTINGS_DRAFTS) });
  const restart = useAction((when: 'now' | 'idle') => client.server.restart({ when }));
  const failure = restart.failure ?? undo.failure;
  return (
    <section className={isIdle(work) ? 'restart' : 'restart has-choice'} aria-label={shellText('restart.needed')}>
      <RotateCw className="icon warn-text" />
      <div className="grow" aria-live="polite">
        <b>{shellText('restart.needed')}</b>
        <span className="hint">
          {failure?.message ?? `${restartReason(fields)} ${restartConsequence(work, { requestsWait })}`}
        </span>
      </div>
      <Button busy={undo.pending} onClick={() => undo.run()}>
        {shellText('restart.undo')}
      </Button>
      {!isIdle(work) && <Button onClick={() => restart.run('idle')}>{shellText('restart.whenIdle')}</Button>}
      <Button variant="primary" busy={restart.pending} onClick={() => restart.run('now')}>
        {shellText('restart.now')}
      </Button>
    </section>
  );
}

function WaitingRestart() {
  const client = useClient();
  const work = useSnapshot((s) => s.work);
  const direct = useSnapshot((s) => (frontDoor(s) === 'corral' ? 'no' : 'yes'));
  const now = useAction(() => client.server.restart({ when: 'now' }));
  const cancel = useAction(() => client.server.cancelPending());
  return (
    <WaitingBar
      title={shellText('restart.pending')}
      detail={shellText('restart.waiting', { work: workLabel(work) || shellText('work.requests'), direct })}
      confirm={shellText('restart.now')}
      cancelLabel={shellText('restart.cancel')}
      now={now}
      cancel={cancel}
    />
  );
}
