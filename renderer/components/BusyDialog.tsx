import type { BusyQuestion } from '../client/use-busy-action.ts';
import { useSnapshot } from '../client/use-snapshot.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { interruption } from './interruption.ts';

export interface BusyDialogProps {
  /** From `useBusyAction`; nothing is drawn while there is none. */
  readonly question: BusyQuestion | null;
  /** A question: `Stop the server now?` */
  readonly title: string;
  /** The verb of the button that cuts off: `Stop Now`. */
  readonly confirm: string;
}

/** Asks before work is cut off: at once, when nothing is under way any more, or not at all. */
export function BusyDialog({ question, title, confirm }: BusyDialogProps) {
  const work = useSnapshot((s) => s.work);
  if (question === null) return null;
  const { now, whenIdle, cancel, opener } = question;
  return (
    <Dialog
      open
      onClose={cancel}
      opener={opener}
      title={title}
      description={interruption(work)}
      footer={
        <>
          <Button onClick={cancel}>Cancel</Button>
          <Button variant="destructive" onClick={now}>
            {confirm}
          </Button>
          <Button variant="primary" onClick={whenIdle}>
            When Idle
          </Button>
        </>
      }
    >
      <p>Only what passes Corral can be counted; other programs’ answers may be cut off too.</p>
    </Dialog>
  );
}
