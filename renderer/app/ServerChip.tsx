import { Play, Square, X } from 'lucide-react';
import { interruptionText } from '../../contract/derived/catalog/en/interruption.ts';
import { serverText } from '../../contract/derived/catalog/en/server.ts';
import { shellText } from '../../contract/derived/catalog/en/shell.ts';
import { serverActions } from '../../contract/derived/server-state.ts';
import { serverTitle, shortServerCaption, startBlockedReason } from '../../contract/derived/server-text.ts';
import { useClient } from '../client/corral-context.ts';
import { useAction } from '../client/use-action.ts';
import { useInterruptingAction } from '../client/use-interrupting-action.ts';
import { useSnapshot } from '../client/use-snapshot.ts';
import { IconButton } from '../components/IconButton.tsx';
import { InterruptionDialog } from '../components/InterruptionDialog.tsx';
import { serverLook } from '../features/server/server-look.ts';

/** The server's state on every page, with the quickest start and stop. Its text is the document's first status. */
export function ServerChip() {
  const client = useClient();
  const server = useSnapshot((s) => s.server);
  const open = useSnapshot((s) => s.exposure.effective?.open ?? false);
  const start = useAction(() => client.server.start());
  const stop = useInterruptingAction((when) => client.server.stop({ when }));
  const { actual } = server;
  const { canStart, canStop, isChanging } = serverActions(actual);
  const blocked = startBlockedReason(actual);
  const caption = (start.failure ?? stop.failure)?.message ?? serverText(shortServerCaption(server));
  return (
    <fieldset className="server-chip" aria-label={shellText('section.server')}>
      <span className={`dot ${serverLook(actual.state, open).tone}`} />
      <div className="grow">
        <b role="status">{serverText(serverTitle(actual, open))}</b>
        <small className="clip" title={caption}>
          {caption}
        </small>
      </div>
      {canStop ? (
        <IconButton
          round
          solid={!isChanging}
          icon={isChanging ? X : Square}
          label={serverText('action.stopServer')}
          disabled={stop.pending}
          onClick={() => stop.run()}
        />
      ) : (
        <IconButton
          round
          solid
          icon={Play}
          label={serverText('action.startServer')}
          disabled={!canStart || start.pending}
          disabledReason={blocked && serverText(blocked)}
          onClick={() => start.run()}
        />
      )}
      <InterruptionDialog
        question={stop.question}
        command="stop"
        title={interruptionText('title.stop')}
        confirm={interruptionText('confirm.stop')}
      />
    </fieldset>
  );
}
