import { Play, RotateCw, Square } from 'lucide-react';
import { serverText } from '../../../contract/derived/catalog/en/server.ts';
import { serverActions } from '../../../contract/derived/server-state.ts';
import { serverDescription, serverTitle, startBlockedReason } from '../../../contract/derived/server-text.ts';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useInterruptingAction } from '../../client/use-interrupting-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { CorralMark } from '../../components/CorralMark.tsx';
import { InterruptionDialog } from '../../components/InterruptionDialog.tsx';
import { useNow } from '../../components/use-now.ts';
import { PendingStop } from './PendingStop.tsx';
import { ServerFacts } from './ServerFacts.tsx';
import { serverLook } from './server-look.ts';

/** The server's state in large letters, with Start, Stop and Restart. */
export function StateCard() {
  const client = useClient();
  const server = useSnapshot((s) => s.server);
  const open = useSnapshot((s) => s.exposure.effective?.open ?? false);
  const now = useNow(1000);
  const start = useAction(() => client.server.start());
  const stop = useInterruptingAction((when) => client.server.stop({ when }));
  const restart = useInterruptingAction((when) => client.server.restart({ when }));
  const { actual } = server;
  const { canStart, canStop, canRestart } = serverActions(actual);
  const { tone, gate } = serverLook(actual.state, open);
  const blocked = startBlockedReason(actual);
  const notRunning = canStop ? null : 'The server isn’t running.';
  const failure = start.failure ?? stop.failure ?? restart.failure;
  return (
    <section className="section group state" aria-label="Server state">
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
          <PendingStop />
          {failure && <p className="bad-text">{failure.message}</p>}
        </div>
        <div className="buttons">
          <Button
            variant={canStart ? 'primary' : 'plain'}
            aria-label="Start server"
            busy={start.pending}
            disabledReason={blocked && serverText(blocked)}
            onClick={() => start.run()}
          >
            {!start.pending && <Play className="icon s13 solid" />}
            Start
          </Button>
          <Button aria-label="Stop server" busy={stop.pending} disabledReason={notRunning} onClick={() => stop.run()}>
            {!stop.pending && <Square className="icon s13 solid" />}
            Stop
          </Button>
          {canRestart && (
            <Button aria-label="Restart server" busy={restart.pending} onClick={() => restart.run()}>
              {!restart.pending && <RotateCw className="icon s13" />}
              Restart
            </Button>
          )}
        </div>
      </div>
      <ServerFacts />
      <InterruptionDialog question={stop.question} title="Stop the server now?" confirm="Stop Now" />
      <InterruptionDialog question={restart.question} title="Restart the server now?" confirm="Restart Now" />
    </section>
  );
}
