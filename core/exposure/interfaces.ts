import { isIPv6 } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';
import { type AddressRange, addressRange } from '../os/address-range.ts';

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

/** Whether an address is in a range that Tailscale assigns; other networks use the first one too. */
export function isTailnetAddress(address: string): boolean {
  return addressRange(address) === 'shared';
}

function all(interfaces: Interfaces) {
  return Object.entries(interfaces).flatMap(([device, infos]) => (infos ?? []).map((info) => ({ device, ...info })));
}

/**
 * The addresses at which other devices of the local network can reach this Mac; IPv4 first, then private before public. Without those
 * that are `unstable` (see `createUnstableAddresses`) and those that lead nowhere: link-local ones, which depend on the client's own
 * interface, and special-purpose ones.
 */
export function lanAddresses(interfaces: Interfaces, unstable: ReadonlySet<string> = new Set()): LanAddress[] {
  const found = all(interfaces).filter(
    (one) => !one.internal && hasHardwareAddress(one) && !NOT_LAN.test(one.device) && !unstable.has(one.address),
  );
  const pick = (desired: LanAddress['family'], ranges: readonly AddressRange[]) =>
    found
      .filter(({ family, address }) => family === desired && ranges.includes(addressRange(address)))
      .map(({ device, address, family }) => ({
        device,
        address,
        family,
        isPrivate: addressRange(address) === 'private',
      }));
  return [...pick('IPv4', ['private', 'public']), ...pick('IPv6', ['private']), ...pick('IPv6', ['public'])];
}

/**
 * Addresses that look like Tailscale's on an interface that looks like Tailscale's; IPv4 first. Other VPNs use the same IPv4 range on
 * macOS's tunnels, but only Tailscale adds an IPv6 address of its own range.
 */
export function guessTailnetAddresses(interfaces: Interfaces): string[] {
  const addressesOf = (device: string) =>
    (interfaces[device] ?? []).map(({ address }) => address).filter(isTailnetAddress);
  const found = Object.keys(interfaces)
    .map((device) => ({ device, addresses: addressesOf(device) }))
    .filter(
      ({ device, addresses }) => device.startsWith('tailscale') || (/^utun/.test(device) && addresses.some(isIPv6)),
    );
  return found.flatMap(({ addresses }) => addresses).toSorted((a, b) => Number(isIPv6(a)) - Number(isIPv6(b)));
}

/** Whether an interface has the address. */
export function isPresent(interfaces: Interfaces, address: string): boolean {
  return all(interfaces).some((one) => one.address === address);
}
