import { useState } from 'react';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { Button, type ButtonProps } from '../../components/Button.tsx';
import { ConfirmPopover } from '../../components/ConfirmPopover.tsx';
import { RowFailure } from './RowFailure.tsx';

export interface TakeOverProps {
  /** The process that is asked to quit: the one that was shown. */
  readonly pid: number;
  readonly label: string;
  readonly question: string;
  readonly consequence: string;
  readonly confirm: string;
  readonly variant?: ButtonProps['variant'];
}

/** Asks the process on the port to quit, after a question that says what that means. */
export function TakeOver({ pid, label, question, consequence, confirm, variant = 'plain' }: TakeOverProps) {
  const client = useClient();
  const [asking, setAsking] = useState(false);
  const takeOver = useAction(() => client.server.takeOver({ pid }));
  const { failure } = takeOver;
  const reason = failure?.expected?.code === 'TAKE_OVER_FAILED' ? failure.expected.data.reason : null;
  return (
    <>
      <ConfirmPopover
        open={asking}
        onOpenChange={setAsking}
        title={question}
        confirm={confirm}
        onConfirm={() => takeOver.run()}
        anchor={
          <Button variant={variant} busy={takeOver.pending} onClick={() => setAsking(true)}>
            {label}
          </Button>
        }
      >
        {consequence}
      </ConfirmPopover>
      <RowFailure message={failure && (reason === null ? failure.message : `${failure.message} ${reason}`)} />
    </>
  );
}
