import { BlockList, isIP } from 'node:net';

/** An address or a name that means this Mac, any other one, or a header that Go's server rejects as malformed. */
type HostKind = 'address' | 'name' | 'foreign' | 'malformed';

export interface OllamaHostRule {
  kindOf(header: string): HostKind;
}

/** What Go's server accepts in a Host header. Source: `validHostByte` in golang.org/x/net/http/httpguts. */
const HOST_BYTES = /^[A-Za-z0-9!$%&'()*+,\-.:;=[\]_~]*$/;

/** A web page's name can't end in one of these: nobody can register them, or they are resolved on the local network only. */
const LOCAL_SUFFIXES = ['.localhost', '.local', '.internal'];

/** Loopback, private, and unspecified addresses, as Go's `netip.Addr` defines them, with the Mac's own. */
function ownAddresses(hosts: readonly string[]): BlockList {
  const addresses = new BlockList();
  addresses.addSubnet('127.0.0.0', 8);
  addresses.addSubnet('10.0.0.0', 8);
  addresses.addSubnet('172.16.0.0', 12);
  addresses.addSubnet('192.168.0.0', 16);
  addresses.addSubnet('fc00::', 7, 'ipv6');
  addresses.addAddress('0.0.0.0');
  addresses.addAddress('::', 'ipv6');
  addresses.addAddress('::1', 'ipv6');
  for (const host of hosts) {
    const family = isIP(host);
    if (family !== 0) addresses.addAddress(host, family === 6 ? 'ipv6' : 'ipv4');
  }
  return addresses;
}

/** A host without its port, as Go's `net.SplitHostPort`; the whole text where that fails. The port may be anything, also none. */
function withoutPort(text: string): string {
  const colon = text.lastIndexOf(':');
  if (colon === -1) return text;
  if (!text.startsWith('[')) {
    const host = text.slice(0, colon);
    return /[:[\]]/.test(host) || /[[\]]/.test(text.slice(colon)) ? text : host;
  }
  const host = text.slice(1, colon - 1);
  return text[colon - 1] !== ']' || /[[\]]/.test(host) || /[[\]]/.test(text.slice(colon)) ? text : host;
}

/**
 * Ollama's own rule for the Host header (`allowedHostsMiddleware` in its `server/routes.go`), which it applies where it listens on
 * loopback: a web page's name that was rebound to this Mac is rejected. `hosts` are this Mac's own addresses; names in it don't
 * count, since Ollama knows only `hostname`: a name that a person adds for devices with a key must not open a way without one.
 */
export function createOllamaHostRule({
  hosts,
  hostname,
}: {
  readonly hosts: readonly string[];
  readonly hostname: string;
}): OllamaHostRule {
  const addresses = ownAddresses(hosts);
  const ownName = hostname.toLowerCase();
  const isOwnAddress = (host: string): boolean => {
    const family = isIP(host);
    // Stricter than Ollama: no address of loopback has a zone, as fe80::1%en0 has one, and BlockList can't read it.
    return family !== 0 && !host.includes('%') && addresses.check(host, family === 6 ? 'ipv6' : 'ipv4');
  };
  const isOwnName = (host: string): boolean =>
    host === '' || host === 'localhost' || host === ownName || LOCAL_SUFFIXES.some((suffix) => host.endsWith(suffix));
  return {
    kindOf(header) {
      if (!HOST_BYTES.test(header)) return 'malformed';
      const host = withoutPort(header).toLowerCase();
      if (isOwnName(host)) return 'name';
      return isOwnAddress(host) ? 'address' : 'foreign';
    },
  };
}
