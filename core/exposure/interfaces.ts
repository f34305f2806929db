import { BlockList, isIPv6 } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';

/** As `os.networkInterfaces()` gives them. */
export type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

export interface LanAddress {
  /** The system's name, such as `en0`. */
  readonly device: string;
  readonly address: string;
  readonly family: 'IPv4' | 'IPv6';
  /** In a range that isn't routed on the internet. Corral never listens on a public address. */
  readonly isPrivate: boolean;
}

/**
 * Loopback, peer-to-peer radio, VPNs, and virtual machines' NAT: other devices of the network can't connect through them.
 * Sources: Tailscale's `netmon_darwin.go` for macOS; the usual names of container, VPN and VM drivers for Linux and macOS.
 */
const NOT_LAN =
  /^(?:lo|awdl|llw|ap\d|anpi|gif|stf|XHC|ipsec|utun|ppp|p2p|bridge1\d\d|vmenet|vmnet|vnic|vboxnet|feth|tailscale|tun|tap|wg|zt|docker|br-|veth|virbr|lxc|lxdbr|incusbr|cni|cali|flannel|podman|nebula)/;

/** Network cards, bridges and adapters have one; tunnels don't, whatever their names. */
function hasHardwareAddress({ mac }: Pick<NetworkInterfaceInfo, 'mac'>): boolean {
  return mac !== '00:00:00:00:00:00';
}

function blocks(family: 'ipv4' | 'ipv6', ...subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of subnets) list.addSubnet(net, prefix, family);
  return list;
}

const LINK_LOCAL = blocks('ipv4', ['169.254.0.0', 16]);
/** RFC 1918. The range of carrier-grade NAT is shared with other customers. */
const PRIVATE_IPV4 = blocks('ipv4', ['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16]);
/** RFC 4193, unique local. */
const PRIVATE_IPV6 = blocks('ipv6', ['fc00::', 7]);
const GLOBAL_IPV6 = blocks('ipv6', ['2000::', 3]);
const TAILNET_IPV4 = blocks('ipv4', ['100.64.0.0', 10]);
const TAILNET_IPV6 = blocks('ipv6', ['fd7a:115c:a1e0::', 48]);

/** Whether an address is in a range that Tailscale assigns; other networks use the first one too. */
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
 * The addresses at which other devices of the local network can reach this Mac; IPv4 first, then private before public. Without
 * link-local ones, which depend on the client's own interface.
 */
export function lanAddresses(interfaces: Interfaces): LanAddress[] {
  const found = all(interfaces).filter((one) => !one.internal && hasHardwareAddress(one) && !NOT_LAN.test(one.device));
  const pick = (desired: LanAddress['family'], accepts: (address: string) => boolean) =>
    found
      .filter(({ family, address }) => family === desired && accepts(address))
      .map(({ device, address, family }) => ({ device, address, family, isPrivate: isPrivate(address, family) }));
  return [
    ...pick('IPv4', (address) => !LINK_LOCAL.check(address)),
    ...pick('IPv6', (address) => PRIVATE_IPV6.check(address, 'ipv6')),
    ...pick('IPv6', (address) => GLOBAL_IPV6.check(address, 'ipv6')),
  ];
}

/** Addresses that look like Tailscale's on an interface that looks like Tailscale's; IPv4 first. */
export function guessTailnetAddresses(interfaces: Interfaces): string[] {
  const found = all(interfaces).filter(
    ({ device, address }) => /^(?:utun|tailscale)/.test(device) && isTailnetAddress(address),
  );
  return found.map(({ address }) => address).toSorted((a, b) => Number(isIPv6(a)) - Number(isIPv6(b)));
}

/** Whether an interface has the address. */
export function isPresent(interfaces: Interfaces, address: string): boolean {
  return all(interfaces).some((one) => one.address === address);
}
