import { tailscaleHttpsAddress } from '../../contract/derived/address.ts';
import { exposureText } from '../../contract/derived/catalog/en/exposure.ts';
import { serverText } from '../../contract/derived/catalog/en/server.ts';
import { isOwnServerUp } from '../../contract/derived/server-state.ts';
import type { ExposureSlice, Tailscale, TailnetHttps as View } from '../../contract/exposure.ts';
import type { Reach } from '../../contract/reach.ts';
import type { ServerActual } from '../../contract/server.ts';
import { ollamaHost } from '../ollama/child-environment.ts';
import { advertisedAddresses, type Listening as Responding } from './advertised-addresses.ts';
import type { BindDecision, Listener } from './decide-bind.ts';
import type { ExposureState, FailedListener, Listening } from './exposure-state.ts';
import { listedInterfaces } from './interface-labels.ts';
import { broadestAccess, listenersReach } from './listeners-reach.ts';

type Effective = NonNullable<ExposureSlice['effective']>;

/** Why the network access of this server can't be changed here; null for a server of ours. */
export function readOnlyReason({ state }: ServerActual): string | null {
  return state === 'external' ? serverText('access.readOnly') : null;
}

function keyless(address: string): Responding {
  return { address, keyed: false };
}

/** The access to a server that isn't ours, which requires no key. */
function externalAccess(external: readonly string[], port: number): Effective | null {
  const reach = listenersReach(external);
  const [host] = external;
  if (host === undefined || reach === null) return null;
  const listening = [...external];
  return { reach, open: reach !== 'thisMac', keyed: false, ollamaHost: ollamaHost({ host, port }), listening };
}

/** From where Corral's listeners with a key, and HTTPS, can be reached. */
function keyedReach({ listening, https }: ExposureState): Reach {
  return broadestAccess([
    https.url === null ? 'thisMac' : 'tailscale',
    ...listening.open.flatMap(({ keyed, reach }) => (keyed ? [reach] : [])),
  ]);
}

/** The access to our server and listeners, and to other processes on the port, which clients can't tell apart. */
function ownAccess(state: ExposureState, launched: BindDecision): Effective {
  const { server, listening } = state;
  const { port, innerPort, portConflicts } = server;
  const { placement, host } = launched;
  const withoutKey = broadestAccess([
    launched.keyed ? 'thisMac' : launched.reach,
    listenersReach(portConflicts.map(({ address }) => address)) ?? 'thisMac',
  ]);
  const withKey = keyedReach(state);
  return {
    reach: broadestAccess([withoutKey, withKey]),
    open: withoutKey !== 'thisMac',
    keyed: withKey !== 'thisMac',
    ollamaHost: ollamaHost({ host, port: innerPort ?? port }),
    listening: [...(placement === 'public' ? [host] : []), ...listening.open.map(({ address }) => address)],
  };
}

/** What HTTPS shows: why it can't be turned on, where it is off. */
function httpsOf({ https, choice, network }: ExposureState): View {
  return https.state === 'off' ? { ...https, reason: httpsUnavailableReason(choice.reach, network.tailscale) } : https;
}

/** Null when it can be turned on. */
function httpsUnavailableReason(reach: Reach, { unavailableReason: unavailable, dnsName }: Tailscale): string | null {
  if (unavailable !== null) return unavailable;
  if (dnsName === null) return exposureText('https.noName');
  return reach === 'thisMac' ? exposureText('https.notSelected') : null;
}

/** A sentence each; `localhost` is one name for the person, so that its two addresses give one. */
function problemsOf(failed: readonly FailedListener[]): string[] {
  const [localhost] = failed.filter(({ listener }) => listener.reach === 'thisMac');
  const others = failed.filter(({ listener }) => listener.reach !== 'thisMac');
  return [...(localhost ? [localhost] : []), ...others].map(({ problem }) => problem);
}

/** Without the second address of `localhost` where another app has the first one, so that clients could reach either. */
function unambiguous({ open, failed }: Listening): readonly Listener[] {
  const isTaken = failed.some(({ listener }) => listener.address === '127.0.0.1');
  return isTaken ? open.filter(({ address }) => address !== '::1') : open;
}

/** The `exposure` slice from the current state. */
export function exposureView(state: ExposureState): ExposureSlice {
  const { choice, server, planned, listening, external, network, pending } = state;
  const { actual, port } = server;
  const https = httpsOf(state);
  const base = {
    desired: choice.reach,
    applying: state.moves > 0,
    readOnlyReason: readOnlyReason(actual),
    tailscale: network.tailscale,
    pending: pending && { ...pending.change, scope: pending.scope, since: pending.since },
    interfaces: listedInterfaces(network, choice.closedInterfaces),
    formerAddresses: [...state.former],
    https,
    keptOpen: null,
  };
  if (actual.state === 'external') {
    const addresses = advertisedAddresses(external.map(keyless), port, network);
    return { ...base, effective: externalAccess(external, port), degradedReason: null, addresses };
  }
  if (!isOwnServerUp(actual.state) || planned === null) {
    const reach = keyedReach(state);
    const keptOpen = reach === 'thisMac' ? null : reach;
    return { ...base, effective: null, keptOpen, degradedReason: null, addresses: [] };
  }
  const { decision } = planned;
  const httpsAddress = https.url === null ? [] : [{ ...tailscaleHttpsAddress(https.url), needsKey: true }];
  const own = decision.placement === 'public' ? [keyless(decision.host)] : [];
  const responding = [...own, ...unambiguous(listening)];
  const problems = problemsOf(listening.failed);
  const reasons = [...(decision.degradedReason === null ? [] : [decision.degradedReason]), ...problems];
  return {
    ...base,
    effective: ownAccess(state, decision),
    degradedReason: reasons.length > 0 ? reasons.join(' ') : null,
    addresses: actual.state === 'running' ? [...advertisedAddresses(responding, port, network), ...httpsAddress] : [],
  };
}
