import { isIPv6 } from 'node:net';

const HOST = /^(?:\[(?<ipv6>[0-9a-f:.]+)\]|(?<name>[a-z0-9._-]+))(?::(?<port>\d{1,5}))?$/;

/** Names that mean this Mac on this Mac, in containers too: Docker Desktop and Podman resolve these names to its loopback. */
export const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '::1', 'host.docker.internal', 'host.containers.internal'];

/** One spelling for each name and address: lowercase, without a trailing dot, IPv6 in its shortest form. */
function canonicalHost(name: string): string {
  const [plain = ''] = name
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .split('%', 1);
  return plain.includes(':') && isIPv6(plain)
    ? new URL(`http://[${plain}]`).hostname.slice(1, -1)
    : plain.replace(/\.$/, '');
}

export interface HostRule {
  /** This Mac's own names and addresses, without port. */
  readonly hosts: readonly string[];
  /** The only port that a Host header may have; null for any, since a tunnel or a proxy in front may have another one. */
  readonly port: number | null;
}

/** Whether a request has exactly one Host header, which is ours. Any other may be a web page's name, rebound to our address. */
export function matchesOwnHost(headers: readonly string[] | undefined, { hosts, port }: HostRule): boolean {
  const [header, ...more] = headers ?? [];
  const { ipv6, name, port: sentPort } = HOST.exec(header?.toLowerCase() ?? '')?.groups ?? {};
  const host = ipv6 ?? name;
  if (host === undefined || more.length > 0 || (ipv6 !== undefined && !isIPv6(ipv6))) return false;
  if (sentPort !== undefined && port !== null && Number(sentPort) !== port) return false;
  const canonical = canonicalHost(host);
  return hosts.includes(canonical) || hosts.some((candidate) => canonicalHost(candidate) === canonical);
}
