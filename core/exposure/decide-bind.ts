import type { Tailscale } from '../../contract/exposure.ts';
import type { Reach } from '../../contract/reach.ts';

/** Where the server listens and what we add to it. */
export interface BindDecision {
  readonly host: string;
  /** Loopback addresses of ours that lead to the server. */
  readonly forwarders: readonly string[];
  /** What this really gives. */
  readonly reach: Reach;
  /** Why that is less than what is wanted; null when it isn't. */
  readonly shortfall: string | null;
}

const LOOPBACK = '127.0.0.1';

/** The keyless rows of the design's table. Where Tailscale has no address, the server keeps to this machine. */
export const decideBind = (wanted: Reach, tailscale: Tailscale): BindDecision => {
  if (wanted === 'localNetwork') return { host: '0.0.0.0', forwarders: [], reach: wanted, shortfall: null };
  if (wanted === 'thisMac') return { host: LOOPBACK, forwarders: [], reach: wanted, shortfall: null };
  const [host] = tailscale.addresses;
  if (tailscale.unavailable === null && host) return { host, forwarders: [LOOPBACK], reach: wanted, shortfall: null };
  const why = tailscale.unavailable ?? 'Tailscale has no address.';
  return {
    host: LOOPBACK,
    forwarders: [],
    reach: 'thisMac',
    shortfall: `${why} Until it is back, only this Mac can use the server.`,
  };
};
