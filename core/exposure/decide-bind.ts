import { exposureText } from '../../contract/derived/catalog/en/exposure.ts';
import type { NetworkInterface, Tailscale } from '../../contract/exposure.ts';
import type { LocalApps, Reach } from '../../contract/reach.ts';
import { isWildcard } from '../ollama/probe-version.ts';

/** An address on which Corral itself is to listen, on the port that clients use. */
export interface Listener {
  readonly address: string;
  /** Requests must present a key. */
  readonly keyed: boolean;
  /** Who can connect to it. */
  readonly reach: Reach;
}

/** Where the server itself listens; it requires no key. */
export interface ServerPlace {
  /** On a port of its own behind Corral's listeners, or on the one that clients use. */
  readonly placement: 'inner' | 'public';
  /** Numeric. */
  readonly host: string;
}

/** Where the server listens, and which listeners Corral adds. */
export interface BindDecision extends ServerPlace {
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
  /** What listens for apps on this Mac, where other devices reach Corral or nothing. */
  readonly localApps: LocalApps;
  readonly tailscale: Tailscale;
  readonly interfaces: readonly NetworkInterface[];
}

type Row = Omit<BindDecision, keyof ServerPlace>;

const LOOPBACK = '127.0.0.1';
/** `localhost` means both, and clients differ in which one they try. */
const LOCALHOST: readonly Listener[] = [LOOPBACK, '::1'].map((address) => ({
  address,
  keyed: false,
  reach: 'thisMac',
}));

/** A server that only this Mac reaches, behind Corral's listeners; or in place of those that need no key. */
function onLoopback({ localApps }: BindFacts, row: Row): BindDecision {
  if (localApps === 'ollama') return { ...row, placement: 'public', host: LOOPBACK };
  return { ...row, placement: 'inner', host: LOOPBACK, listeners: [...LOCALHOST, ...row.listeners] };
}

function thisMacRow(facts: BindFacts, degradedReason: string | null): BindDecision {
  return onLoopback(facts, { listeners: [], reach: 'thisMac', keyed: false, degradedReason });
}

function tailscaleRow(facts: BindFacts): BindDecision {
  const { addresses, unavailableReason } = facts.tailscale;
  const [first] = addresses;
  if (unavailableReason !== null) {
    return thisMacRow(facts, exposureText('degraded.tailscale', { reason: unavailableReason }));
  }
  if (first === undefined) return thisMacRow(facts, exposureText('degraded.tailscaleNoAddress'));
  if (!facts.requireKey) {
    const row: Row = { listeners: LOCALHOST, reach: 'tailscale', keyed: false, degradedReason: null };
    return { ...row, placement: 'public', host: first };
  }
  const listeners = addresses.map((address): Listener => ({ address, keyed: true, reach: 'tailscale' }));
  return onLoopback(facts, { listeners, reach: 'tailscale', keyed: true, degradedReason: null });
}

function keyedNetworkRow(facts: BindFacts): BindDecision {
  const { interfaces } = facts;
  const listeners = interfaces
    .filter(({ selected }) => selected)
    .flatMap(({ kind, addresses }) =>
      addresses.map((address): Listener => {
        return { address, keyed: true, reach: kind === 'tailscale' ? 'tailscale' : 'localNetwork' };
      }),
    );
  const hasNetwork = interfaces.some(({ kind, addresses }) => kind !== 'tailscale' && addresses.length > 0);
  if (listeners.length === 0) {
    return thisMacRow(facts, hasNetwork ? exposureText('degraded.noneSelected') : exposureText('degraded.noAddress'));
  }
  const reach = listeners.some((one) => one.reach === 'localNetwork') ? 'localNetwork' : 'tailscale';
  const degradedReason = hasNetwork ? null : exposureText('degraded.tailnetOnly');
  return onLoopback(facts, { listeners, reach, keyed: true, degradedReason });
}

/** Where the server and Corral listen for a choice of network access. If there is no address for it, only on loopback. */
export function decideBind(facts: BindFacts): BindDecision {
  if (facts.desired === 'thisMac') return thisMacRow(facts, null);
  if (facts.desired === 'tailscale') return tailscaleRow(facts);
  if (facts.requireKey) return keyedNetworkRow(facts);
  const row: Row = { listeners: [], reach: 'localNetwork', keyed: false, degradedReason: null };
  return { ...row, placement: 'public', host: '0.0.0.0' };
}

/** Whether a server stays where it is: only Corral's own listeners differ. */
export function isSamePlace(a: ServerPlace, b: ServerPlace): boolean {
  return a.placement === b.placement && a.host === b.host;
}

/** Whether a server there and a listener of Corral's can't both be: on macOS they could, and clients would reach either. */
export function collides({ placement, host }: ServerPlace, { address }: Pick<Listener, 'address'>): boolean {
  return placement === 'public' && (isWildcard(host) || host === address);
}
