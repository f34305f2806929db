import { exposureText } from '../../contract/derived/catalog/en/exposure.ts';
import type { NetworkInterface, Tailscale } from '../../contract/exposure.ts';
import type { Reach } from '../../contract/reach.ts';

/** An address on which Corral itself is to listen, on the server's port. */
export interface Listener {
  readonly address: string;
  /** Requests must present a key. */
  readonly keyed: boolean;
  /** Who can connect to it. */
  readonly reach: Reach;
}

/** Where the server listens, and which listeners Corral adds. */
export interface BindDecision {
  /** The server's own address, which requires no key. */
  readonly ollamaHost: string;
  readonly listeners: readonly Listener[];
  /** Who can connect as a result. */
  readonly reach: Reach;
  /** Other devices need a key. */
  readonly keyed: boolean;
  /** Why that is less than what is chosen; null when it isn't. */
  readonly degradedReason: string | null;
}

export interface BindFacts {
  readonly desired: Reach;
  readonly requireKey: boolean;
  readonly tailscale: Tailscale;
  readonly interfaces: readonly NetworkInterface[];
}

const LOOPBACK = '127.0.0.1';

function loopbackOnly(degradedReason: string | null): BindDecision {
  return { ollamaHost: LOOPBACK, listeners: [], reach: 'thisMac', keyed: false, degradedReason };
}

function tailscaleRow({ requireKey, tailscale }: BindFacts): BindDecision {
  const { addresses, unavailableReason } = tailscale;
  const [first] = addresses;
  if (unavailableReason !== null) {
    return loopbackOnly(exposureText('degraded.tailscale', { reason: unavailableReason }));
  }
  if (first === undefined) return loopbackOnly(exposureText('degraded.tailscaleNoAddress'));
  if (!requireKey) {
    const localhost: Listener = { address: LOOPBACK, keyed: false, reach: 'thisMac' };
    return { ollamaHost: first, listeners: [localhost], reach: 'tailscale', keyed: false, degradedReason: null };
  }
  const listeners = addresses.map((address): Listener => ({ address, keyed: true, reach: 'tailscale' }));
  return { ollamaHost: LOOPBACK, listeners, reach: 'tailscale', keyed: true, degradedReason: null };
}

function keyedNetworkRow({ interfaces }: BindFacts): BindDecision {
  const listeners = interfaces
    .filter(({ selected }) => selected)
    .flatMap(({ kind, addresses }) =>
      addresses.map((address): Listener => {
        return { address, keyed: true, reach: kind === 'tailscale' ? 'tailscale' : 'localNetwork' };
      }),
    );
  const hasNetwork = interfaces.some(({ kind, addresses }) => kind !== 'tailscale' && addresses.length > 0);
  if (listeners.length === 0) {
    return loopbackOnly(hasNetwork ? exposureText('degraded.noneSelected') : exposureText('degraded.noAddress'));
  }
  const reach = listeners.some((one) => one.reach === 'localNetwork') ? 'localNetwork' : 'tailscale';
  const degradedReason = hasNetwork ? null : exposureText('degraded.tailnetOnly');
  return { ollamaHost: LOOPBACK, listeners, reach, keyed: true, degradedReason };
}

/** Where the server and Corral listen for a choice of network access. If there is no address for it, only on loopback. */
export function decideBind(facts: BindFacts): BindDecision {
  if (facts.desired === 'thisMac') return loopbackOnly(null);
  if (facts.desired === 'tailscale') return tailscaleRow(facts);
  if (facts.requireKey) return keyedNetworkRow(facts);
  return { ollamaHost: '0.0.0.0', listeners: [], reach: 'localNetwork', keyed: false, degradedReason: null };
}
