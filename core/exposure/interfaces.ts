import { BlockList, isIPv6 } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';

/** As `os.networkInterfaces()` gives them. */
export type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

export interface LanAddress {
  /** The system's name, such as `en0`. */
  readonly device: string;
  readonly address: string;
  readonly family: 'IPv4' | 'IPv6';
  /** Of a range that no router passes on to the internet; a public one is never listened on for itself. */
  readonly isPrivate: boolean;
}

/**
 * Loopback, peer-to-peer radio, VPNs, virtual machines' NAT: no other device of the network is reached through them.
 * Sources: Tailscale's `netmon_darwin.go` for macOS; the usual names of container, VPN and VM drivers for Linux and macOS.
 */
const NOT_LAN =
  /^(?:lo|awdl|llw|ap\d|anpi|gif|stf|XHC|ipsec|utun|ppp|p2p|bridge1\d\d|vmenet|vmnet|vnic|vboxnet|feth|tailscale|tun|tap|wg|zt|docker|br-|veth|virbr|lxc|lxdbr|incusbr|cni|cali|flannel|podman|nebula)/;

/** What a network card, a bridge and an adapter have, and a tunnel has not, whatever its maker calls it. */
function hasHardwareAddress({ mac }: Pick<NetworkInterfaceInfo, 'mac'>): boolean {
  return mac !== '00:00:00:00:00:00';
}

function blocks(family: 'ipv4' | 'ipv6', ...subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of subnets) list.addSubnet(net, prefix, family);
  return list;
}
const LINK_LOCAL = blocks('ipv4', ['169.254.0.0', 16]);
/** RFC 1918. The range of carriers' NAT is shared with strangers. */
const PRIVATE_IPV4 = blocks('ipv4', ['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16]);
/** RFC 4193, unique local. */
const PRIVATE_IPV6 = blocks('ipv6', ['fc00::', 7]);
const GLOBAL_IPV6 = blocks('ipv6', ['2000::', 3]);
const TAILNET_IPV4 = blocks('ipv4', ['100.64.0.0', 10]);
const TAILNET_IPV6 = blocks('ipv6', ['fd7a:115c:a1e0::', 48]);

/** In the ranges that Tailscale gives out; others use the first one too. */
export function isTailnetAddress(address: string): boolean {
  return isIPv6(address) ? TAILNET_IPV6.check(address, 'ipv6') : TAILNET_IPV4.check(address);
}

function all(interfaces: Interfaces) {
  return Object.entries(interfaces).flatMap(([device, infos]) => (infos ?? []).map((info) => ({ device, ...info })));
}

function isPrivate(address: string, family: LanAddress['family']): boolean {
  return family === 'IPv4' ? PRIVATE_IPV4.check(address) : PRIVATE_IPV6.check(address, 'ipv6');
}

/**
 * The addresses by which other devices of the local network reach this machine; IPv4 first, then private before public.
 * Link-local ones are left out: they mean nothing without the caller's own interface.
 */
export function lanAddresses(interfaces: Interfaces): LanAddress[] {
  const found = all(interfaces).filter((one) => !one.internal && hasHardwareAddress(one) && !NOT_LAN.test(one.device));
  const pick = (desired: LanAddress['family'], good: (address: string) => boolean) =>
    found
      .filter(({ family, address }) => family === desired && good(address))
      .map(({ device, address, family }) => ({ device, address, family, isPrivate: isPrivate(address, family) }));
  return [
    ...pick('IPv4', (address) => !LINK_LOCAL.check(address)),
    ...pick('IPv6', (address) => PRIVATE_IPV6.check(address, 'ipv6')),
    ...pick('IPv6', (address) => GLOBAL_IPV6.check(address, 'ipv6')),
  ];
}

/** Addresses that look like Tailscale's, on an interface that does; IPv4 first. */
export function guessTailnetAddresses(interfaces: Interfaces): string[] {
  const found = all(interfaces).filter(
    ({ device, address }) => /^(?:utun|tailscale)/.test(device) && isTailnetAddress(address),
  );
  return found.map(({ address }) => address).toSorted((a, b) => Number(isIPv6(a)) - Number(isIPv6(b)));
}

/** Whether an interface has the address now. */
export function isPresent(interfaces: Interfaces, address: string): boolean {
  return all(interfaces).some((one) => one.address === address);
}
