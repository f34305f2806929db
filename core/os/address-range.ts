import { BlockList, isIP } from 'node:net';

/**
 * What an address is good for. `private`: RFC 1918 and RFC 4193, a network's own. `shared`: what Tailscale assigns; the IPv4 range is
 * also that of carriers' NAT, which is shared with other customers. `public`: anywhere on the internet. `special`: nothing that a
 * client on the network could use, such as loopback, link-local, documentation, tunnels, and what isn't assigned.
 */
export type AddressRange = 'private' | 'shared' | 'public' | 'special';

type Subnet = readonly [string, number];

function blocks(ipv4: readonly Subnet[], ipv6: readonly Subnet[]): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of ipv4) list.addSubnet(net, prefix, 'ipv4');
  for (const [net, prefix] of ipv6) list.addSubnet(net, prefix, 'ipv6');
  return list;
}

/** Source for Tailscale's: its `net/tsaddr/tsaddr.go`. */
const SHARED = blocks([['100.64.0.0', 10]], [['fd7a:115c:a1e0::', 48]]);
const PRIVATE = blocks(
  [
    ['10.0.0.0', 8],
    ['172.16.0.0', 12],
    ['192.168.0.0', 16],
  ],
  [['fc00::', 7]],
);

/** The rest of IANA's registries of special-purpose addresses for IPv4 and IPv6, and what is reserved besides. */
const SPECIAL = blocks(
  [
    ['0.0.0.0', 8],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
    // Protocol assignments: 192.0.0.2 is what a Mac on an IPv6-only network gives itself for apps that speak only IPv4 (CLAT46).
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.31.196.0', 24],
    ['192.52.193.0', 24],
    ['192.88.99.0', 24],
    ['192.175.48.0', 24],
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ],
  [
    // Teredo, benchmarking, ORCHID, and other protocol assignments.
    ['2001::', 23],
    ['2001:db8::', 32],
    ['2002::', 16],
    ['2620:4f:8000::', 48],
    ['3ffe::', 16],
    ['3fff::', 20],
  ],
);
/**
 * Unique local ones, and all that IANA has given to the internet so far. NAT64 (64:ff9b::/96), IPv4-mapped (::ffff:0:0/96), discard-only
 * (100::/64), segment routing (5f00::/16), link-local, site-local, and multicast addresses are outside it.
 */
const USED_IPV6 = blocks(
  [],
  [
    ['2000::', 3],
    ['fc00::', 7],
  ],
);

/** The range of a numeric address; `special` for any other text. */
export function addressRange(address: string): AddressRange {
  const version = isIP(address);
  const family = version === 6 ? 'ipv6' : 'ipv4';
  if (version === 0 || (version === 6 && !USED_IPV6.check(address, family))) return 'special';
  if (SHARED.check(address, family)) return 'shared';
  if (PRIVATE.check(address, family)) return 'private';
  return SPECIAL.check(address, family) ? 'special' : 'public';
}
