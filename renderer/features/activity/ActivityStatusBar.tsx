import { useState } from 'react';
import { activityText } from '../../../contract/derived/catalog/en/activity.ts';
import { MAX_ACTIVITY_ENTRIES, MAX_UNAUTHENTICATED_ENTRIES } from '../../../contract/derived/limits.ts';
import { useClient, useLinkState } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { Button } from '../../components/Button.tsx';
import { ConfirmPopover } from '../../components/ConfirmPopover.tsx';

export interface ActivityStatusBarProps {
  /** Requests in progress; null while unknown. */
  readonly running: number | null;
  /** Requests that match; null without a filter. */
  readonly shown: number | null;
  readonly canClear: boolean;
}

/** Whether the page is live, what is recorded, and the button that clears it. */
export function ActivityStatusBar({ running, shown, canClear }: ActivityStatusBarProps) {
  const isLive = useLinkState() === 'open';
  return (
    <footer className="statusbar">
      {running !== null && (
        <span className="nowrap">
          {isLive ? activityText('status.live', { count: running }) : activityText('status.disconnected')}
        </span>
      )}
      {shown !== null && <span className="nowrap">{activityText('status.shown', { count: shown })}</span>}
      <span className="grow" />
      <span
        className="clip"
        title={activityText('status.limits', {
          requests: MAX_ACTIVITY_ENTRIES,
          unauthenticated: MAX_UNAUTHENTICATED_ENTRIES,
        })}
      >
        {activityText('status.privacy')}
      </span>
      {canClear && <ClearButton />}
    </footer>
  );
}

function ClearButton() {
  const client = useClient();
  const [isConfirming, setIsConfirming] = useState(false);
  const clear = useAction(() => client.activity.clear());
  return (
    <>
      {clear.failure && (
        <span className="bad-text" role="alert">
          {clear.failure.message}
        </span>
      )}
      <ConfirmPopover
        open={isConfirming}
        onOpenChange={setIsConfirming}
        title={activityText('clear.question')}
        confirm={activityText('clear.confirm')}
        onConfirm={() => clear.run()}
        anchor={
          <Button
            size="small"
            variant="quiet"
            className="clear"
            busy={clear.pending}
            onClick={() => setIsConfirming(true)}
          >
            {activityText('clear.button')}
          </Button>
        }
      >
        {activityText('clear.consequence')}
      </ConfirmPopover>
    </>
  );
}
