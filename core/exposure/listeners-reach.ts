import type { Reach } from '../../contract/reach.ts';
import { isTailnetAddress } from './interfaces.ts';

const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1';

/** Who reaches a server that listens on these addresses: the union. Null where none is known. */
export const listenersReach = (addresses: readonly string[]): Reach | null => {
  if (addresses.length === 0) return null;
  const beyond = addresses.filter((address) => !isLoopback(address));
  if (beyond.length === 0) return 'thisMac';
  return beyond.every(isTailnetAddress) ? 'tailscale' : 'localNetwork';
};
