import { useState } from 'react';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { Button } from '../../components/Button.tsx';
import { ConfirmPopover } from '../../components/ConfirmPopover.tsx';

/** Deletes the list, after a question. */
export function ClearButton() {
  const client = useClient();
  const [asking, setAsking] = useState(false);
  const clear = useAction(() => client.activity.clear());
  return (
    <>
      {clear.failure && (
        <span className="bad-text" role="alert">
          {clear.failure.message}
        </span>
      )}
      <ConfirmPopover
        open={asking}
        onOpenChange={setAsking}
        title="Clear the list of requests?"
        confirm="Clear"
        onConfirm={() => clear.run()}
        anchor={
          <Button size="small" variant="quiet" className="clear" busy={clear.pending} onClick={() => setAsking(true)}>
            Clear…
          </Button>
        }
      >
        Every request of the last 7 days and the totals are deleted. What is being answered goes on and stays in the
        list.
      </ConfirmPopover>
    </>
  );
}
