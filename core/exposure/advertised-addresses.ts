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

const WILDCARDS = ['0.0.0.0', '::', '*'];

/** Whether a listener on `host` answers on every interface. */
const isWildcard = (host: string): boolean => WILDCARDS.includes(host);

/** Every URL that answers, given the addresses somebody listens on; `localhost` first, because it is right for this machine. */
export const advertisedAddresses = (listening: readonly string[], port: number, facts: AddressFacts): Address[] => {
  const { lan, labels, localName, tailscale } = facts;
  const wide = listening.some(isWildcard);
  const answers = (address: string) => wide || listening.includes(address);
  const url = (host: string) => `http://${isIPv6(host) ? `[${host}]` : host}:${port}/v1`;
  const labelOf = ({ device }: LanAddress) => labels.get(device) ?? device;

  const reached = lan.filter(({ address }) => answers(address) && !isTailnetAddress(address));
  const [first] = reached;
  const tailnet = tailscale.addresses.filter(answers);
  const loopback = wide || listening.some((host) => host === '127.0.0.1' || host === '::1');

  return [
    ...(loopback ? [{ kind: 'loopback' as const, label: 'This Mac', url: url('localhost') }] : []),
    ...(wide && localName && first
      ? [{ kind: 'name' as const, label: `${labelOf(first)}, name`, url: url(localName) }]
      : []),
    ...reached.map((one) => ({
      kind: 'interface' as const,
      label: `${labelOf(one)}, ${one.family === 'IPv4' ? 'IP' : 'IPv6'}`,
      url: url(one.address),
    })),
    ...(tailnet.length > 0 && tailscale.dnsName
      ? [{ kind: 'tailscaleName' as const, label: 'Tailscale', url: url(tailscale.dnsName) }]
      : []),
    ...tailnet.map((address) => ({
      kind: 'tailscale' as const,
      label: isIPv6(address) ? 'Tailscale, IPv6' : 'Tailscale, IP',
      url: url(address),
    })),
  ];
};
