import type { NetworkInterface, PendingChange } from '../../contract/exposure.ts';
import { reachName } from '../features/server/network-access-label.ts';

/** What a change makes of who can reach the server, as a sentence: `This Mac only, with a key, without Wi-Fi.` */
export function changeLabel(change: PendingChange, interfaces: readonly NetworkInterface[]): string {
  const { reach, requireKey, closedInterfaces, tailnetHttps } = change;
  const moved = interfaces.filter(
    ({ device, selected }) => closedInterfaces !== undefined && selected === closedInterfaces.includes(device),
  );
  const words = [
    ...(reach === undefined ? [] : [reachName[reach]]),
    ...(requireKey === undefined ? [] : [requireKey ? 'with a key' : 'without a key']),
    ...moved.map(({ label, selected }) => `${selected ? 'without' : 'with'} ${label}`),
    ...(tailnetHttps === undefined ? [] : [`HTTPS ${tailnetHttps ? 'on' : 'off'}`]),
  ].join(', ');
  // The network that it concerns is away.
  if (words === '') return 'Other networks.';
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
