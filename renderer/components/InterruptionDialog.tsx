import type { InterruptionScope } from '../../contract/work.ts';
import { interruptedWork } from '../client/interrupted-work.ts';
import type { BusyQuestion } from '../client/use-interrupting-action.ts';
import { useSnapshot } from '../client/use-snapshot.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { interruption } from './interruption.ts';

export interface BusyDialogProps {
  /** From `useInterruptingAction`; nothing is drawn while there is none. */
  readonly question: BusyQuestion | null;
  /** A question: `Stop the server now?` */
  readonly title?: string;
  /** The verb of the button that cuts off: `Stop Now`. */
  readonly confirm: string;
}

/** How far what is said of the work is known. */
const limits: Readonly<Record<InterruptionScope, string>> = {
  all: 'Only what passes Corral can be counted; other programs’ answers may be cut off too.',
  keyedRequests: 'Programs on this Mac go on, and so do callers with a key whose way in stays open.',
};

/** Asks before work is cut off: at once, when nothing is under way any more, or not at all. */
export function InterruptionDialog({ question, title = 'Cut off what is under way?', confirm }: BusyDialogProps) {
  const work = useSnapshot((s) => s.work);
  if (question === null) return null;
  const { now, whenIdle, cancel, opener, scope } = question;
  return (
    <Dialog
      open
      onClose={cancel}
      opener={opener}
      title={title}
      description={interruption(interruptedWork(work, scope))}
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
      <p>{limits[scope]}</p>
    </Dialog>
  );
}
