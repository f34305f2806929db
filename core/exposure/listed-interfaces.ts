import type { NetworkInterface } from '../../contract/exposure.ts';
import type { AddressFacts } from './advertised-addresses.ts';
import { interfaceKind } from './interface-labels.ts';

/** Tailscale's interface under a name that stays: macOS numbers its tunnels anew with each start. */
const TAILSCALE = 'tailscale';

/** The interfaces a person can tick, with the addresses that would be listened on there; Tailscale last. */
export function listedInterfaces(
  { lan, labels, tailscale }: Pick<AddressFacts, 'lan' | 'labels' | 'tailscale'>,
  closed: readonly string[],
): NetworkInterface[] {
  const devices = [...new Set(lan.map(({ device }) => device))];
  const usable = devices.map((device): NetworkInterface => {
    const label = labels.get(device) ?? device;
    const addresses = lan.filter((one) => one.device === device && one.isPrivate).map(({ address }) => address);
    return { device, label, kind: interfaceKind(label), addresses, selected: !closed.includes(device) };
  });
  const tailnet: NetworkInterface = {
    device: TAILSCALE,
    label: 'Tailscale',
    kind: 'tailscale',
    addresses: [...tailscale.addresses],
    selected: !closed.includes(TAILSCALE),
  };
  return tailscale.addresses.length > 0 ? [...usable, tailnet] : usable;
}
