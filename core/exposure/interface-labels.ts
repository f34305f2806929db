import { runTool } from '../os/run-tool.ts';

/** What a person calls an interface, by its device; on macOS as System Settings does. */
export type InterfaceLabels = ReadonlyMap<string, string>;

/** Parses `networksetup -listallhardwareports`: blocks of `Hardware Port: Wi-Fi`, `Device: en0`. */
export const parseHardwarePorts = (text: string): InterfaceLabels => {
  const blocks = text.matchAll(/Hardware Port:[ \t]*(.+)\r?\n[ \t]*Device:[ \t]*(\S+)/g);
  return new Map([...blocks].map(([, label = '', device = '']) => [device, label.trim()]));
};

/** Empty on Linux, where the device's own name is what people know. */
export const readInterfaceLabels = async (platform: NodeJS.Platform): Promise<InterfaceLabels> => {
  if (platform !== 'darwin') return new Map();
  return parseHardwarePorts((await runTool('/usr/sbin/networksetup', ['-listallhardwareports'])) ?? '');
};
