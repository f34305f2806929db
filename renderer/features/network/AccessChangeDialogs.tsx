import { networkText } from '../../../contract/derived/catalog/en/network.ts';
import { openAccessText } from '../../../contract/derived/catalog/en/open-access.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { InterruptionDialog } from '../../components/InterruptionDialog.tsx';
import type { AccessChange, OpeningConfirmation } from './use-access-change.ts';

export interface AccessChangeDialogsProps {
  readonly change: Pick<AccessChange<never>, 'question' | 'confirmation'>;
}

/** The questions of a change of network access: whether to interrupt requests, and whether to open without a key. */
export function AccessChangeDialogs({ change: { question, confirmation } }: AccessChangeDialogsProps) {
  return (
    <>
      <InterruptionDialog question={question} confirm={networkText('access.changeNow')} />
      {confirmation && <ConfirmOpening {...confirmation} />}
    </>
  );
}

function ConfirmOpening({ warning, direct, confirm, cancel }: OpeningConfirmation) {
  const willRestart = useSnapshot((s) => s.exposure.effective !== null);
  return (
    <Dialog
      open
      onClose={cancel}
      title={networkText('confirm.title')}
      description={warning}
      footer={
        <>
          <Button onClick={cancel}>{networkText('confirm.cancel')}</Button>
          <Button variant="primary" onClick={confirm}>
            {openAccessText('confirm')}
          </Button>
        </>
      }
    >
      <p>
        {willRestart && `${networkText('confirm.restarts')} `}
        {direct} {networkText('confirm.untilQuit')}
      </p>
    </Dialog>
  );
}
