import type { NetworkInterface } from '../../contract/exposure.ts';
import { runTool } from '../os/run-tool.ts';

/** What a person calls an interface, by its device; on macOS as System Settings does. */
export type InterfaceLabels = ReadonlyMap<string, string>;

/** Parses `networksetup -listallhardwareports`: blocks of `Hardware Port: Wi-Fi`, `Device: en0`. */
export function parseHardwarePorts(text: string): InterfaceLabels {
  const blocks = text.matchAll(/Hardware Port:[ \t]*(\S.*)\r?\n[ \t]*Device:[ \t]*(\S+)/g);
  return new Map([...blocks].map(([, label = '', device = '']) => [device, label.trim()]));
}

/** Empty on Linux, where the device's own name is what people know. */
export async function readInterfaceLabels(platform: NodeJS.Platform): Promise<InterfaceLabels> {
  if (platform !== 'darwin') return new Map();
  return parseHardwarePorts((await runTool('/usr/sbin/networksetup', ['-listallhardwareports'])) ?? '');
}

/** macOS names the hardware; on Linux the first letters of the device tell it (systemd's predictable names and the older ones). */
const KINDS: readonly (readonly [RegExp, NetworkInterface['kind']])[] = [
  [/wi-?fi|airport|^wl/i, 'wifi'],
  [/ethernet|\blan\b|^AX\d|^(?:en|eth)[a-z]*\d/i, 'ethernet'],
  [/thunderbolt/i, 'thunderbolt'],
];

/** What an interface is, by what a person calls it. */
export function interfaceKind(label: string): NetworkInterface['kind'] {
  return KINDS.find(([pattern]) => pattern.test(label))?.[1] ?? 'other';
}
