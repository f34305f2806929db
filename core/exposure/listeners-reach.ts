import type { Reach } from '../../contract/reach.ts';
import { isLoopback } from '../os/is-loopback.ts';
import { isTailnetAddress } from './interfaces.ts';

/** From the narrowest to the widest. */
const WIDTH: readonly Reach[] = ['thisMac', 'tailscale', 'localNetwork'];

/** The union of what several listeners give. */
export function broadestAccess(reaches: readonly Reach[]): Reach {
  return reaches.reduce((wide, next) => (WIDTH.indexOf(next) > WIDTH.indexOf(wide) ? next : wide), 'thisMac');
}

/** Who reaches a server that listens on these addresses: the union. Null where none is known. */
export function listenersReach(addresses: readonly string[]): Reach | null {
  if (addresses.length === 0) return null;
  const beyond = addresses.filter((address) => !isLoopback(address));
  return broadestAccess(beyond.map((address) => (isTailnetAddress(address) ? 'tailscale' : 'localNetwork')));
}
