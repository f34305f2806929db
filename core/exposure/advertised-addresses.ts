import {
  interfaceAddress,
  localNameAddress,
  loopbackAddress,
  type NamedAddress,
  tailscaleAddress,
  tailscaleNameAddress,
} from '../../contract/derived/address.ts';
import type { Address, Tailscale } from '../../contract/exposure.ts';
import { isWildcard } from '../ollama/probe-version.ts';
import type { InterfaceLabels } from './interface-labels.ts';
import { isTailnetAddress, type LanAddress } from './interfaces.ts';

/** The names and addresses of this Mac. */
export interface AddressFacts {
  readonly lan: readonly LanAddress[];
  readonly labels: InterfaceLabels;
  readonly localName: string | null;
  readonly tailscale: Tailscale;
}

/** A listener, and whether it requires a key. */
export interface Listening {
  readonly address: string;
  readonly keyed: boolean;
}

/** The addresses that the name `localhost` resolves to. */
function isLocalhost(host: string): boolean {
  return host === '127.0.0.1' || host === '::1';
}

/** Every URL that responds, given who listens where; `localhost` first, because it works on this Mac in every network. */
export function advertisedAddresses(listening: readonly Listening[], port: number, facts: AddressFacts): Address[] {
  const { lan, labels, localName, tailscale } = facts;
  const listenerFor = (address: string): Listening | undefined =>
    listening.find((one) => one.address === address) ?? listening.find((one) => isWildcard(one.address));
  const labelOf = ({ device }: LanAddress): string => labels.get(device) ?? device;
  const at = (address: NamedAddress, listener: Listening | undefined): Address[] =>
    listener ? [{ kind: address.kind, label: address.label, url: address.url, needsKey: listener.keyed }] : [];

  const lanAddresses = lan.filter(({ address }) => !isTailnetAddress(address) && listenerFor(address));
  const [first] = lanAddresses;
  const tailnetAddresses = tailscale.addresses.filter((address) => listenerFor(address));
  const [firstInTailnet] = tailnetAddresses;
  return [
    ...at(
      loopbackAddress(port),
      listening.find(({ address }) => isWildcard(address) || isLocalhost(address)),
    ),
    ...(localName && first ? at(localNameAddress(localName, labelOf(first), port), listenerFor(first.address)) : []),
    ...lanAddresses.flatMap((one) => at(interfaceAddress(one.address, labelOf(one), port), listenerFor(one.address))),
    ...(firstInTailnet && tailscale.dnsName
      ? at(tailscaleNameAddress(tailscale.dnsName, port), listenerFor(firstInTailnet))
      : []),
    ...tailnetAddresses.flatMap((address) => at(tailscaleAddress(address, port), listenerFor(address))),
  ];
}
