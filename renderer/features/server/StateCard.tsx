import { Play, RotateCw, Square } from 'lucide-react';
import { interruptionText } from '../../../contract/derived/catalog/en/interruption.ts';
import { serverText } from '../../../contract/derived/catalog/en/server.ts';
import { serverPageText } from '../../../contract/derived/catalog/en/server-page.ts';
import { isOpenWithoutCorral } from '../../../contract/derived/front-door.ts';
import { serverDescription } from '../../../contract/derived/server-description.ts';
import { serverActions } from '../../../contract/derived/server-state.ts';
import { serverTitle, startBlockedReason } from '../../../contract/derived/server-text.ts';
import type { ServerActual } from '../../../contract/server.ts';
import { useClient } from '../../client/corral-context.ts';
import { type Action, useAction } from '../../client/use-action.ts';
import { useInterruptingAction } from '../../client/use-interrupting-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { CorralMark } from '../../components/CorralMark.tsx';
import { InterruptionDialog } from '../../components/InterruptionDialog.tsx';
import { useNow } from '../../components/use-now.ts';
import { ServerFacts } from './ServerFacts.tsx';
import { serverLook } from './server-look.ts';

type RunAction = Pick<Action<readonly [], unknown>, 'run' | 'pending'>;

/** The server's state in large letters, with Start, Stop and Restart. */
export function StateCard() {
  const client = useClient();
  const server = useSnapshot((s) => s.server);
  const open = useSnapshot((s) => s.exposure.effective?.open ?? false);
  const corralInFront = useSnapshot(
    ({ settings, exposure }) =>
      settings.localApps === 'corral' && !isOpenWithoutCorral(exposure.desired, settings.requireKey),
  );
  const now = useNow(1000);
  const start = useAction(() => client.server.start());
  const stop = useInterruptingAction((when) => client.server.stop({ when }));
  const restart = useInterruptingAction((when) => client.server.restart({ when }));
  const { actual } = server;
  const { tone, gate } = serverLook(actual.state, open);
  const failure = start.failure ?? stop.failure ?? restart.failure;
  return (
    <section className="section group state" aria-label={serverPageText('state.label')}>
      <div className="state-top">
        <div className={`state-mark ${tone === 'bad' ? 'bad-text' : ''}`}>
          <CorralMark gate={gate} />
        </div>
        <div className="grow">
          <h2>
            <span className={`dot ${tone}`} />
            {serverText(serverTitle(actual, open))}
          </h2>
          <p className="secondary num selectable">{serverText(serverDescription(server, now))}</p>
          {isOff(actual) && corralInFront && <p className="hint">{serverPageText('state.additionsOff')}</p>}
          <PendingStop />
          {failure && <p className="bad-text">{failure.message}</p>}
        </div>
        <StateButtons start={start} stop={stop} restart={restart} />
      </div>
      <ServerFacts />
      <InterruptionDialog
        question={stop.question}
        command="stop"
        title={interruptionText('title.stop')}
        confirm={interruptionText('confirm.stop')}
      />
      <InterruptionDialog
        question={restart.question}
        command="restart"
        title={interruptionText('title.restart')}
        confirm={interruptionText('confirm.restart')}
      />
    </section>
  );
}

/** Corral doesn't listen for clients, because no server is wanted or something else has the port. */
function isOff({ state }: ServerActual): boolean {
  return state === 'stopped' || state === 'portInUse';
}

interface StateButtonsProps {
  readonly start: RunAction;
  readonly stop: RunAction;
  readonly restart: RunAction;
}

function StateButtons({ start, stop, restart }: StateButtonsProps) {
  const actual = useSnapshot((s) => s.server.actual);
  const { canStart, canStop, canRestart } = serverActions(actual);
  const blocked = startBlockedReason(actual);
  return (
    <div className="buttons">
      <Button
        variant={canStart ? 'primary' : 'plain'}
        aria-label={serverText('action.startServer')}
        busy={start.pending}
        disabledReason={blocked && serverText(blocked)}
        onClick={() => start.run()}
      >
        {!start.pending && <Play className="icon s13 solid" />}
        {serverText('action.start')}
      </Button>
      <Button
        aria-label={serverText('action.stopServer')}
        busy={stop.pending}
        disabledReason={canStop ? null : serverPageText('state.notRunning')}
        onClick={() => stop.run()}
      >
        {!stop.pending && <Square className="icon s13 solid" />}
        {serverText('action.stop')}
      </Button>
      {canRestart && (
        <Button aria-label={serverPageText('state.restartServer')} busy={restart.pending} onClick={() => restart.run()}>
          {!restart.pending && <RotateCw className="icon s13" />}
          {serverPageText('state.restart')}
        </Button>
      )}
    </div>
  );
}

/** A pending stop, with the way to cancel it. A pending restart is shown by the bar at the bottom of the window. */
function PendingStop() {
  const client = useClient();
  const isPending = useSnapshot((s) => s.server.pending?.action === 'stop');
  const cancel = useAction(() => client.server.cancelPending());
  if (!isPending) return null;
  return (
    <p className="hint" aria-live="polite">
      {serverPageText('state.stopPending')}{' '}
      <Button
        size="small"
        aria-label={serverPageText('state.cancelStop')}
        busy={cancel.pending}
        onClick={() => cancel.run()}
      >
        {interruptionText('confirm.cancel')}
      </Button>
      {cancel.failure && <span className="bad-text">{cancel.failure.message}</span>}
    </p>
  );
}
