import { serverText } from '../../contract/derived/catalog/en/server.ts';
import { shellText } from '../../contract/derived/catalog/en/shell.ts';
import type { NetworkInterface, PendingChange } from '../../contract/exposure.ts';

/** What a change does to network access, as a sentence: `This Mac only, API key required, Wi-Fi off.` */
export function changeLabel(change: PendingChange, interfaces: readonly NetworkInterface[]): string {
  const { reach, requireKey, closedInterfaces, tailnetHttps } = change;
  const switched = interfaces.filter(
    ({ device, selected }) => closedInterfaces !== undefined && selected === closedInterfaces.includes(device),
  );
  const parts = [
    ...(reach === undefined ? [] : [serverText(`access.${reach}`)]),
    ...(requireKey === undefined ? [] : [shellText(requireKey ? 'change.keyRequired' : 'change.noKey')]),
    ...switched.map(({ label: network, selected }) =>
      shellText(selected ? 'change.networkOff' : 'change.networkOn', { network }),
    ),
    ...(tailnetHttps === undefined ? [] : [shellText(tailnetHttps ? 'change.httpsOn' : 'change.httpsOff')]),
  ].join(', ');
  // The network that the change is about may be gone.
  if (parts === '') return shellText('change.otherNetworks');
  return `${parts.charAt(0).toUpperCase()}${parts.slice(1)}.`;
}
