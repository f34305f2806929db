import { isIPv6 } from 'node:net';

const HOST = /^(?:\[(?<six>[0-9a-f:.]+)\]|(?<name>[a-z0-9._-]+))(?::(?<port>\d{1,5}))?$/;

/** How programs on this Mac name it, those in containers too: Docker Desktop and Podman lead these names to its loopback. */
export const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '::1', 'host.docker.internal', 'host.containers.internal'];

/** One spelling for each name and address: lower-case, without a final dot, IPv6 as short as it goes. */
function hostKey(name: string): string {
  const [plain = ''] = name
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .split('%', 1);
  return isIPv6(plain) ? new URL(`http://[${plain}]`).hostname.slice(1, -1) : plain.replace(/\.$/, '');
}

export interface HostRule {
  /** Names and addresses that are ours, without port. */
  readonly own: readonly string[];
  /** The only port a Host may name; null where any will do, since a tunnel or a proxy in front may have one of its own. */
  readonly port: number | null;
}

/** Whether the Host headers of a request are exactly one, which names us. Another may be a web page's name rebound to us. */
export function matchesOwnHost(hosts: readonly string[] | undefined, { own, port }: HostRule): boolean {
  const [host, ...more] = hosts ?? [];
  const { six, name, port: named } = HOST.exec(host?.toLowerCase() ?? '')?.groups ?? {};
  const asked = six ?? name;
  if (asked === undefined || more.length > 0 || (six !== undefined && !isIPv6(six))) return false;
  if (named !== undefined && port !== null && Number(named) !== port) return false;
  const key = hostKey(asked);
  return own.includes(key) || own.some((candidate) => hostKey(candidate) === key);
}
