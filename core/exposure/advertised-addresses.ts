import { isIPv6 } from 'node:net';
import type { Address, Tailscale } from '../../contract/exposure.ts';
import type { InterfaceLabels } from './interface-labels.ts';
import { isTailnetAddress, type LanAddress } from './interfaces.ts';

/** What is known of this machine's names and addresses. */
export interface AddressFacts {
  readonly lan: readonly LanAddress[];
  readonly labels: InterfaceLabels;
  readonly localName: string | null;
  readonly tailscale: Tailscale;
}

/** Somebody listens there, and lets callers in with a key or without. */
export interface Listening {
  readonly address: string;
  readonly keyed: boolean;
}

const WILDCARDS = ['0.0.0.0', '::', '*'];

/** Whether a listener on `host` answers on every interface. */
function isWildcard(host: string): boolean {
  return WILDCARDS.includes(host);
}
/** What the name `localhost` leads to. */
function isLocalhost(host: string): boolean {
  return host === '127.0.0.1' || host === '::1';
}

/** Every URL that answers, given who listens where; `localhost` first, because it is right for this machine. */
export function advertisedAddresses(listening: readonly Listening[], port: number, facts: AddressFacts): Address[] {
  const { lan, labels, localName, tailscale } = facts;
  const holderOf = (address: string) =>
    listening.find((one) => one.address === address) ?? listening.find((one) => isWildcard(one.address));
  const url = (host: string) => `http://${isIPv6(host) ? `[${host}]` : host}:${port}/v1`;
  const labelOf = ({ device }: LanAddress) => labels.get(device) ?? device;
  const held = <T>(items: readonly T[], address: (item: T) => string) =>
    items.flatMap((item) => {
      const holder = holderOf(address(item));
      return holder ? [{ item, needsKey: holder.keyed }] : [];
    });

  const reached = held(lan, ({ address }) => address).filter(({ item }) => !isTailnetAddress(item.address));
  const [first] = reached;
  const tailnet = held(tailscale.addresses, (address) => address);
  const [firstInTailnet] = tailnet;
  const loopback = listening.find(({ address }) => isWildcard(address) || isLocalhost(address));

  return [
    ...(loopback
      ? [{ kind: 'loopback' as const, label: 'This Mac', url: url('localhost'), needsKey: loopback.keyed }]
      : []),
    ...(localName && first
      ? [
          {
            kind: 'name' as const,
            label: `${labelOf(first.item)}, name`,
            url: url(localName),
            needsKey: first.needsKey,
          },
        ]
      : []),
    ...reached.map(({ item, needsKey }) => ({
      kind: 'interface' as const,
      label: `${labelOf(item)}, ${item.family === 'IPv4' ? 'IP' : 'IPv6'}`,
      url: url(item.address),
      needsKey,
    })),
    ...(firstInTailnet && tailscale.dnsName
      ? [
          {
            kind: 'tailscaleName' as const,
            label: 'Tailscale',
            url: url(tailscale.dnsName),
            needsKey: firstInTailnet.needsKey,
          },
        ]
      : []),
    ...tailnet.map(({ item, needsKey }) => ({
      kind: 'tailscale' as const,
      label: isIPv6(item) ? 'Tailscale, IPv6' : 'Tailscale, IP',
      url: url(item),
      needsKey,
    })),
  ];
}
