import { Play, Square, X } from 'lucide-react';
import { useClient } from '../client/corral-context.ts';
import { useAction } from '../client/use-action.ts';
import { useInterruptingAction } from '../client/use-interrupting-action.ts';
import { useSnapshot } from '../client/use-snapshot.ts';
import { IconButton } from '../components/IconButton.tsx';
import { InterruptionDialog } from '../components/InterruptionDialog.tsx';
import { serverView } from '../features/server/server-view.ts';

/** The server's state on every page, with the quickest start and stop. Its text is the document's first status. */
export function ServerChip() {
  const client = useClient();
  const server = useSnapshot((s) => s.server);
  const open = useSnapshot((s) => s.exposure.effective?.open ?? false);
  const start = useAction(() => client.server.start());
  const stop = useInterruptingAction((when) => client.server.stop({ when }));
  const view = serverView(server, open);
  return (
    <fieldset className="server-chip" aria-label="Server">
      <span className={`dot ${view.tone}`} />
      <div className="grow">
        <b className="clip" role="status">
          {view.status}
        </b>
        <small className="clip">{start.failure?.message ?? stop.failure?.message ?? view.caption}</small>
      </div>
      {view.canStop ? (
        <IconButton
          round
          solid={!view.moving}
          icon={view.moving ? X : Square}
          label="Stop server"
          disabled={stop.pending}
          onClick={() => stop.run()}
        />
      ) : (
        <IconButton
          round
          solid
          icon={Play}
          label="Start server"
          disabled={!view.canStart || start.pending}
          disabledReason={view.canStart ? null : view.startBlocked}
          onClick={() => start.run()}
        />
      )}
      <InterruptionDialog question={stop.question} title="Stop the server now?" confirm="Stop Now" />
    </fieldset>
  );
}
