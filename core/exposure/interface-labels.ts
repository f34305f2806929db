import type { NetworkInterface } from '../../contract/exposure.ts';
import { runTool } from '../os/run-tool.ts';
import type { AddressFacts } from './advertised-addresses.ts';

/** The names of interfaces, by device; on macOS those of System Settings. */
export type InterfaceLabels = ReadonlyMap<string, string>;

/** Parses `networksetup -listallhardwareports`: blocks of `Hardware Port: Wi-Fi`, `Device: en0`. */
export function parseHardwarePorts(text: string): InterfaceLabels {
  const blocks = text.matchAll(/Hardware Port:[ \t]*(\S.*)\r?\n[ \t]*Device:[ \t]*(\S+)/g);
  return new Map([...blocks].map(([, label = '', device = '']) => [device, label.trim()]));
}

/** Empty on Linux, where interfaces are known by their device names. */
export async function readInterfaceLabels(platform: NodeJS.Platform): Promise<InterfaceLabels> {
  if (platform !== 'darwin') return new Map();
  return parseHardwarePorts((await runTool('/usr/sbin/networksetup', ['-listallhardwareports'])) ?? '');
}

/** macOS names the hardware; on Linux the device's first letters identify it (systemd's predictable names and the older ones). */
const KINDS: readonly (readonly [RegExp, NetworkInterface['kind']])[] = [
  [/wi-?fi|airport|^wl/i, 'wifi'],
  [/ethernet|\blan\b|^AX\d|^(?:en|eth)[a-z]*\d/i, 'ethernet'],
  [/thunderbolt/i, 'thunderbolt'],
];

/** The kind of an interface, by its name. */
export function interfaceKind(label: string): NetworkInterface['kind'] {
  return KINDS.find(([pattern]) => pattern.test(label))?.[1] ?? 'other';
}

/** Tailscale's interface under a stable name: macOS numbers its tunnels differently with each start. */
const TAILSCALE = 'tailscale';

/** The interfaces that a person can select, with the addresses that would be listened on there; Tailscale last. */
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
