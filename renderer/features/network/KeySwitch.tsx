import { useState } from 'react';
import { useClient } from '../../client/corral-context.ts';
import { useInterruptingAction } from '../../client/use-interrupting-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Row } from '../../components/Group.tsx';
import { InterruptionDialog } from '../../components/InterruptionDialog.tsx';
import { Switch } from '../../components/Switch.tsx';
import { ConfirmOpening } from './ConfirmOpening.tsx';

/** Whether other devices have to present a key. Turning it off while they reach the server is asked about first. */
export function KeySwitch() {
  const client = useClient();
  const required = useSnapshot((s) => s.settings.requireKey);
  const { readOnlyReason, applying, effective } = useSnapshot((s) => s.exposure);
  const [warning, setWarning] = useState<string | null>(null);
  const set = useInterruptingAction(
    (when, desired: boolean, confirmed: boolean) =>
      client.exposure.setKeyRequired({ required: desired, confirmed, when }),
    {
      onFailure: ({ expected, message }) => {
        if (expected?.code === 'CONFIRMATION_NEEDED') setWarning(message);
      },
    },
  );
  const failure = set.failure?.expected?.code === 'CONFIRMATION_NEEDED' ? null : set.failure;
  return (
    <>
      <Row
        label="Require an API key"
        hint={
          <>
            For other devices. Apps on this Mac never need one.
            {failure && <p className="bad-text">{failure.message}</p>}
          </>
        }
      >
        <Switch
          label="Require an API key"
          checked={required}
          disabled={readOnlyReason !== null}
          busy={applying || set.pending}
          onChange={(desired) => set.run(desired, false)}
        />
      </Row>
      <InterruptionDialog question={set.question} confirm="Change Now" />
      {warning !== null && (
        <ConfirmOpening
          warning={warning}
          restarts={effective !== null}
          onCancel={() => setWarning(null)}
          onConfirm={() => {
            setWarning(null);
            set.run(false, true);
          }}
        />
      )}
    </>
  );
}
