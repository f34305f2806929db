import { interruptionText } from '../../contract/derived/catalog/en/interruption.ts';
import {
  type InterruptingCommand,
  interruptionLimit,
  interruptionSentences,
} from '../../contract/derived/interruption-text.ts';
import { interruptedWork } from '../../contract/derived/work.ts';
import type { InterruptionQuestion } from '../client/use-interrupting-action.ts';
import { useSnapshot } from '../client/use-snapshot.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';

export interface InterruptionDialogProps {
  /** From `useInterruptingAction`; nothing is drawn while there is none. */
  readonly question: InterruptionQuestion | null;
  /** A question: `Stop the server now?` */
  readonly title?: string;
  /** What would interrupt the work. */
  readonly command?: InterruptingCommand;
  /** The verb of the button that cuts off: `Stop Now`. */
  readonly confirm: string;
}

/** Asks before work is interrupted: now, when idle, or not at all. */
export function InterruptionDialog({
  question,
  title = interruptionText('title.any'),
  command = 'changeAccess',
  confirm,
}: InterruptionDialogProps) {
  const work = useSnapshot((s) => s.work);
  const server = useSnapshot((s) => s.server);
  const exposure = useSnapshot((s) => s.exposure);
  const settings = useSnapshot((s) => s.settings);
  if (question === null) return null;
  const { now, whenIdle, cancel, opener, scope } = question;
  const sentences = interruptionSentences(interruptedWork(work, scope), 'serverStarts');
  return (
    <Dialog
      open
      onClose={cancel}
      opener={opener}
      title={title}
      description={sentences.map((sentence) => interruptionText(sentence)).join(' ')}
      footer={
        <>
          <Button onClick={cancel}>{interruptionText('confirm.cancel')}</Button>
          <Button variant="destructive" onClick={now}>
            {confirm}
          </Button>
          <Button variant="primary" onClick={whenIdle}>
            {interruptionText('confirm.whenIdle')}
          </Button>
        </>
      }
    >
      <p>{interruptionText(interruptionLimit(command, scope, { server, exposure, settings }))}</p>
    </Dialog>
  );
}
