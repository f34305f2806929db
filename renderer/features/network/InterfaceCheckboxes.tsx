import { networkText } from '../../../contract/derived/catalog/en/network.ts';
import type { NetworkInterface } from '../../../contract/exposure.ts';
import { useClient } from '../../client/corral-context.ts';
import { useInterruptingAction } from '../../client/use-interrupting-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { InterruptionDialog } from '../../components/InterruptionDialog.tsx';

/** The networks on which the server is available, each with a checkbox. */
export function InterfaceCheckboxes() {
  const client = useClient();
  const interfaces = useSnapshot((s) => s.exposure.interfaces);
  const set = useInterruptingAction((when, device: string, enabled: boolean) =>
    client.exposure.setInterfaceEnabled({ device, enabled, when }),
  );
  if (interfaces.length === 0) return null;
  return (
    <div className="row">
      <fieldset className="ticks">
        <legend>{networkText('interfaces.legend')}</legend>
        {interfaces.map((one) => (
          <label key={one.device} title={one.addresses.join(', ')}>
            <input
              type="checkbox"
              checked={one.selected}
              aria-disabled={set.pending || undefined}
              onChange={({ target }) => set.run(one.device, target.checked)}
            />
            <span>
              {one.label} <span className="hint">{addressesLabel(one)}</span>
            </span>
          </label>
        ))}
        <p className="hint">
          {networkText('interfaces.hint')}
          {set.failure && <span className="bad-text"> {set.failure.message}</span>}
        </p>
      </fieldset>
      <InterruptionDialog question={set.question} confirm={networkText('interfaces.turnOffNow')} />
    </div>
  );
}

function addressesLabel({ addresses }: NetworkInterface): string {
  const [first, ...more] = addresses;
  if (first === undefined) return networkText('interfaces.noAddress');
  return more.length === 0 ? first : networkText('interfaces.addresses', { first, count: more.length });
}
