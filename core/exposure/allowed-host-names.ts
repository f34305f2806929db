import { hostname } from 'node:os';
import type { AddressFacts } from './advertised-addresses.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

function withShort(name: string): string[] {
  return [name, name.split('.', 1)[0] ?? name];
}

/** Every name and address by which a caller may mean this machine; a web page's name that was rebound to us is none of them. */
export function allowedHostNames(
  { lan, localName, tailscale }: Pick<AddressFacts, 'lan' | 'localName' | 'tailscale'>,
  extras: readonly string[],
): string[] {
  return [
    ...LOOPBACK,
    ...withShort(hostname().toLowerCase()),
    ...(localName === null ? [] : [localName]),
    ...(tailscale.dnsName === null ? [] : withShort(tailscale.dnsName.toLowerCase())),
    ...lan.map(({ address }) => address),
    ...tailscale.addresses,
    ...extras,
  ];
}
