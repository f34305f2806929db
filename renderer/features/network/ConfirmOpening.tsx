import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';

export interface ConfirmOpeningProps {
  /** The design's sentence, as core gave it. */
  readonly warning: string;
  /** The server runs and will be restarted. */
  readonly restarts: boolean;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
}

/** Asked before the server is opened to others without a key. */
export function ConfirmOpening({ warning, restarts, onCancel, onConfirm }: ConfirmOpeningProps) {
  return (
    <Dialog
      open
      onClose={onCancel}
      title="Let other devices use this server without a key?"
      description={warning}
      footer={
        <>
          <Button onClick={onCancel}>Cancel</Button>
          <Button variant="primary" onClick={onConfirm}>
            Open Without a Key
          </Button>
        </>
      }
    >
      <p>
        {restarts && 'The server restarts. '}
        When Corral quits, the server is no longer open.
      </p>
    </Dialog>
  );
}
