/** What a client is shown as who isn't on another machine. */
export const thisMac = 'This Mac';
/** The Playground, and whatever else asks on Corral's own origin. */
export const playground = 'Playground';

/** A peer's address as it is shown: loopback is this Mac, and an IPv4 address that came over an IPv6 socket is itself. */
export function clientLabel(address: string): string {
  const bare = address.replace(/^::ffff:(?=\d+\.)/i, '');
  return /^(?:127\.|::1$)/.test(bare) ? thisMac : bare;
}
