import { BlockList, isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';

const LOCAL_SUFFIXES = ['.localhost', '.local', '.internal'];

/** Loopback, private, and unspecified addresses, as Go has them. */
const OPEN = new BlockList();
for (const [subnet, prefix] of /** @type {const} */ ([
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['0.0.0.0', 32],
])) {
  OPEN.addSubnet(subnet, prefix);
}
OPEN.addSubnet('fc00::', 7, 'ipv6');
OPEN.addSubnet('::', 127, 'ipv6');

function ownAddresses() {
  return Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));
}

/**
 * Go's `net.SplitHostPort`: the host, or the whole text where that fails.
 * @param {string} text
 */
function withoutPort(text) {
  const [, bracketed, plain] = /^(?:\[([^[\]]*)\]|([^:[\]]*)):[^:[\]]*$/.exec(text) ?? [];
  return bracketed ?? plain ?? text;
}

/**
 * What a server bound to loopback takes a Host header for (a guard against DNS rebinding): null for a host that it rejects.
 * @param {string} header
 * @returns {'address' | 'name' | null}
 */
export function hostKind(header) {
  const host = withoutPort(header).toLowerCase();
  const family = isIP(host);
  if (family !== 0) {
    const isOpen = OPEN.check(host, family === 6 ? 'ipv6' : 'ipv4') || ownAddresses().includes(host);
    return isOpen ? 'address' : null;
  }
  const isOwn = host === '' || host === 'localhost' || host === hostname().toLowerCase();
  return isOwn || LOCAL_SUFFIXES.some((suffix) => host.endsWith(suffix)) ? 'name' : null;
}
