import type { Reach } from '../../contract/reach.ts';
import { isLoopback } from '../os/is-loopback.ts';
import { isTailnetAddress } from './interfaces.ts';

/** From the narrowest to the broadest. */
const REACHES_BY_BREADTH: readonly Reach[] = ['thisMac', 'tailscale', 'localNetwork'];

/** The union of several reaches. */
export function broadestAccess(reaches: readonly Reach[]): Reach {
  return reaches.reduce(
    (broadest, next) => (REACHES_BY_BREADTH.indexOf(next) > REACHES_BY_BREADTH.indexOf(broadest) ? next : broadest),
    'thisMac',
  );
}

/** Who can connect to a server that listens on these addresses. Null when there is none. */
export function listenersReach(addresses: readonly string[]): Reach | null {
  if (addresses.length === 0) return null;
  const beyond = addresses.filter((address) => !isLoopback(address));
  return broadestAccess(beyond.map((address) => (isTailnetAddress(address) ? 'tailscale' : 'localNetwork')));
}
