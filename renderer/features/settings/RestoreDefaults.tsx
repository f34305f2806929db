import { useState } from 'react';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { Button } from '../../components/Button.tsx';
import { ConfirmPopover } from '../../components/ConfirmPopover.tsx';

/** Puts every setting of the page back, after asking. */
export function RestoreDefaults() {
  const client = useClient();
  const [asking, setAsking] = useState(false);
  const restore = useAction(() => client.settings.restoreDefaults());
  return (
    <>
      <span className="small bad-text" aria-live="polite">
        {restore.failure?.message}
      </span>
      <ConfirmPopover
        open={asking}
        onOpenChange={setAsking}
        title="Restore the default settings?"
        confirm="Restore Defaults"
        onConfirm={() => restore.run()}
        anchor={
          <Button variant="quiet" busy={restore.pending} onClick={() => setAsking(true)}>
            Restore Defaults…
          </Button>
        }
      >
        What you set on this page is lost: program, folder, port, model options, origins and variables. Who can reach
        the server stays as it is, and so do models, conversations and logs.
      </ConfirmPopover>
    </>
  );
}
