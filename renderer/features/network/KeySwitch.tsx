import { networkText } from '../../../contract/derived/catalog/en/network.ts';
import { useClient } from '../../client/corral-context.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Row } from '../../components/Group.tsx';
import { Switch } from '../../components/Switch.tsx';
import { AccessChangeDialogs } from './AccessChangeDialogs.tsx';
import { useAccessChange } from './use-access-change.ts';

/** Whether other devices must send a key. Turning it off while they can connect needs a confirmation. */
export function KeySwitch() {
  const client = useClient();
  const requireKey = useSnapshot((s) => s.settings.requireKey);
  const { readOnlyReason, applying } = useSnapshot((s) => s.exposure);
  const change = useAccessChange(({ when, confirmed }, required: boolean) =>
    client.exposure.setKeyRequired({ required, confirmed, when }),
  );
  return (
    <>
      <Row
        label={networkText('requireKey.label')}
        hint={
          <>
            {networkText('requireKey.hint')}
            {change.failure && <p className="bad-text">{change.failure.message}</p>}
          </>
        }
      >
        <Switch
          label={networkText('requireKey.label')}
          checked={requireKey}
          disabled={readOnlyReason !== null}
          busy={applying || change.pending}
          onChange={change.run}
        />
      </Row>
      <AccessChangeDialogs change={change} />
    </>
  );
}
