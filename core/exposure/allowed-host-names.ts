import { hostname } from 'node:os';
import type { AddressFacts } from './advertised-addresses.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

const withShort = (name: string): string[] => [name, name.split('.', 1)[0] ?? name];

/** Every name and address by which a caller may mean this machine; a web page's name that was rebound to us is none of them. */
export const allowedHostNames = (
  { lan, localName, tailscale }: Pick<AddressFacts, 'lan' | 'localName' | 'tailscale'>,
  extras: readonly string[],
): string[] => [
  ...LOOPBACK,
  ...withShort(hostname().toLowerCase()),
  ...(localName === null ? [] : [localName]),
  ...(tailscale.dnsName === null ? [] : withShort(tailscale.dnsName.toLowerCase())),
  ...lan.map(({ address }) => address),
  ...tailscale.addresses,
  ...extras,
];
