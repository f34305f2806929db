// Both are stored with requests, and compared when they are read again.

/** The client of requests from this machine. */
export const THIS_MAC = 'This Mac';
/** The client of requests from the Playground, and of all others to the host's own origin. */
export const PLAYGROUND = 'Playground';

/** A peer's address as it is shown: loopback is this Mac, and an IPv4 address has no IPv6 prefix. */
export function clientLabel(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  return /^(?:127\.|::1$)/.test(plain) ? THIS_MAC : plain;
}
