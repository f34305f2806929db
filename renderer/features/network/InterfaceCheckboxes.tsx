import type { NetworkInterface } from '../../../contract/exposure.ts';
import { useClient } from '../../client/corral-context.ts';
import { useInterruptingAction } from '../../client/use-interrupting-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { InterruptionDialog } from '../../components/InterruptionDialog.tsx';

/** The networks in which the server is to be reached, ticked one by one. */
export function InterfaceCheckboxes() {
  const client = useClient();
  const interfaces = useSnapshot((s) => s.exposure.interfaces);
  const set = useInterruptingAction((when, device: string, open: boolean) =>
    client.exposure.setInterfaceEnabled({ device, enabled: open, when }),
  );
  if (interfaces.length === 0) return null;
  return (
    <div className="row">
      <fieldset className="ticks">
        <legend>On these networks</legend>
        {interfaces.map((one) => (
          <label key={one.device} title={one.addresses.join(', ')}>
            <input
              type="checkbox"
              checked={one.selected}
              aria-disabled={set.pending || undefined}
              onChange={({ target }) => set.run(one.device, target.checked)}
            />
            <span>
              {one.label} <span className="hint">{addressesOf(one)}</span>
            </span>
          </label>
        ))}
        <p className="hint">
          Only private addresses are opened. They follow your networks by themselves.
          {set.failure && <span className="bad-text"> {set.failure.message}</span>}
        </p>
      </fieldset>
      <InterruptionDialog question={set.question} confirm="Close Now" />
    </div>
  );
}

function addressesOf({ addresses }: NetworkInterface): string {
  const [first, ...more] = addresses;
  if (first === undefined) return 'no private address';
  return more.length === 0 ? first : `${first} and ${more.length} more`;
}
