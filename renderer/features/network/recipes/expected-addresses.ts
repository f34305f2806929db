import type { NetworkInterface } from '../../../../contract/exposure.ts';
import type { Snapshot } from '../../../../contract/snapshot.ts';
import type { OfferedAddress } from './recipe-facts.ts';

/** An IPv6 address in a URL stands in brackets. */
function isIPv6(address: string): boolean {
  return address.includes(':');
}

/**
 * The addresses that the chosen reach has once the server runs, as core will put them, but for this Mac's `.local` name, which the state
 * doesn't tell. Of somebody else's server only this Mac's own address is certain.
 */
export function expectedAddresses({
  exposure: { desired, interfaces, tailscale, readOnlyReason },
  server: { port, baseUrl },
  settings: { requireKey },
}: Pick<Snapshot, 'exposure' | 'server' | 'settings'>): OfferedAddress[] {
  const thisMac: OfferedAddress = { kind: 'loopback', label: 'This Mac', url: baseUrl, needsKey: false };
  const at = (host: string, words: Pick<OfferedAddress, 'kind' | 'label'>): OfferedAddress => {
    return { ...words, url: `http://${isIPv6(host) ? `[${host}]` : host}:${port}/v1`, needsKey: requireKey };
  };
  const inNetwork = ({ label, addresses }: NetworkInterface) =>
    addresses.map((one) => at(one, { kind: 'interface', label: `${label}, ${isIPv6(one) ? 'IPv6' : 'IP'}` }));
  const inTailnet = [
    ...(tailscale.dnsName !== null && tailscale.addresses.length > 0
      ? [at(tailscale.dnsName, { kind: 'tailscaleName', label: 'Tailscale' })]
      : []),
    ...tailscale.addresses.map((one) =>
      at(one, { kind: 'tailscale', label: isIPv6(one) ? 'Tailscale, IPv6' : 'Tailscale, IP' }),
    ),
  ];
  if (desired === 'thisMac' || readOnlyReason !== null) return [thisMac];
  if (desired === 'tailscale') return tailscale.unavailableReason === null ? [thisMac, ...inTailnet] : [thisMac];
  // Without a key the server is on every interface.
  const opened = interfaces.filter(({ selected }) => selected || !requireKey);
  return [thisMac, ...opened.flatMap((one) => (one.kind === 'tailscale' ? inTailnet : inNetwork(one)))];
}
