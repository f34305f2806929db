import type { NetworkInterface, Tailscale } from '../../contract/exposure.ts';
import type { Reach } from '../../contract/reach.ts';

/** An address on which Corral itself is to listen, with the server's port. */
export interface Listener {
  readonly address: string;
  /** Whoever asks there has to present a key. */
  readonly keyed: boolean;
  /** Who gets there. */
  readonly reach: Reach;
}

/** Where the server listens and what Corral adds to it. */
export interface BindDecision {
  /** The server's own address, where nobody is asked for a key. */
  readonly ollamaHost: string;
  readonly listeners: readonly Listener[];
  /** What this really gives. */
  readonly reach: Reach;
  /** Other machines need a key. */
  readonly keyed: boolean;
  /** Why that is less than what is wanted; null when it isn't. */
  readonly degradedReason: string | null;
}

export interface BindFacts {
  readonly desired: Reach;
  readonly requireKey: boolean;
  readonly tailscale: Tailscale;
  readonly interfaces: readonly NetworkInterface[];
}

const LOOPBACK = '127.0.0.1';
const closed: BindDecision = {
  ollamaHost: LOOPBACK,
  listeners: [],
  reach: 'thisMac',
  keyed: false,
  degradedReason: null,
};
const onlyThisMac = 'Until it is back, only this Mac can use the server.';

function tailscaleRow({ requireKey, tailscale }: BindFacts): BindDecision {
  const [first] = tailscale.addresses;
  if (tailscale.unavailableReason !== null || first === undefined) {
    return {
      ...closed,
      degradedReason: `${tailscale.unavailableReason ?? 'Tailscale has no address.'} ${onlyThisMac}`,
    };
  }
  if (!requireKey) {
    const localhost: Listener = { address: LOOPBACK, keyed: false, reach: 'thisMac' };
    return { ollamaHost: first, listeners: [localhost], reach: 'tailscale', keyed: false, degradedReason: null };
  }
  const listeners = tailscale.addresses.map((address): Listener => ({ address, keyed: true, reach: 'tailscale' }));
  return { ollamaHost: LOOPBACK, listeners, reach: 'tailscale', keyed: true, degradedReason: null };
}

const keyedNetworkRow = ({ interfaces }: BindFacts): BindDecision => {
  const listeners = interfaces
    .filter(({ selected }) => selected)
    .flatMap(({ kind, addresses }) =>
      addresses.map((address): Listener => {
        return { address, keyed: true, reach: kind === 'tailscale' ? 'tailscale' : 'localNetwork' };
      }),
    );
  const hasNetwork = interfaces.some(({ kind, addresses }) => kind !== 'tailscale' && addresses.length > 0);
  if (listeners.length === 0) {
    const why = hasNetwork ? 'No network is ticked.' : 'This Mac has no private address in a network now.';
    return { ...closed, degradedReason: `${why} Until that changes, only this Mac can use the server.` };
  }
  const reach = listeners.some((one) => one.reach === 'localNetwork') ? 'localNetwork' : 'tailscale';
  const degradedReason = hasNetwork
    ? null
    : 'This Mac has no private address in a local network now. Only devices in your tailnet can use the server.';
  return { ollamaHost: LOOPBACK, listeners, reach, keyed: true, degradedReason };
};

/** The rows of the design's table. Where there is no address to listen on, the server keeps to this machine. */
export function decideBind(facts: BindFacts): BindDecision {
  if (facts.desired === 'thisMac') return closed;
  if (facts.desired === 'tailscale') return tailscaleRow(facts);
  if (facts.requireKey) return keyedNetworkRow(facts);
  return { ollamaHost: '0.0.0.0', listeners: [], reach: 'localNetwork', keyed: false, degradedReason: null };
}
