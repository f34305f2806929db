import { tailscaleHttpsAddress } from '../../contract/derived/address.ts';
import { serverText } from '../../contract/derived/catalog/en/server.ts';
import { isOwnServerUp } from '../../contract/derived/server-state.ts';
import type { ExposureSlice, FormerAddress, NetworkInterface, TailnetHttps } from '../../contract/exposure.ts';
import type { Reach } from '../../contract/reach.ts';
import type { ServerActual, ServerSlice } from '../../contract/server.ts';
import { ollamaHost } from '../ollama/child-environment.ts';
import type { ExposureSettings } from '../settings/settings-store.ts';
import type { PendingChange } from '../work/interruption-guard.ts';
import { type AddressFacts, advertisedAddresses, type Listening } from './advertised-addresses.ts';
import type { BindDecision, Listener } from './decide-bind.ts';
import { broadestAccess, listenersReach } from './listeners-reach.ts';

/** What the `exposure` slice is made of. */
export interface ExposureFacts {
  readonly desired: Reach;
  readonly server: Pick<ServerSlice, 'actual' | 'port' | 'portConflicts'>;
  /** What the running server was started with. */
  readonly launched: BindDecision | null;
  /** Corral's own listeners that are open. */
  readonly listening: readonly Listener[];
  /** Why others aren't open, a sentence each. */
  readonly problems: readonly string[];
  /** Addresses on which an external server listens. */
  readonly external: readonly string[];
  readonly applying: boolean;
  /** The pending change. */
  readonly pending: PendingChange<ExposureSettings> | null;
  readonly network: AddressFacts;
  readonly interfaces: readonly NetworkInterface[];
  readonly formerAddresses: readonly FormerAddress[];
  readonly https: TailnetHttps;
}

type Effective = NonNullable<ExposureSlice['effective']>;

/** Why the network access of this server can't be changed here; null for a server of ours. */
export function readOnlyReason({ state }: ServerActual): string | null {
  return state === 'external' ? serverText('access.readOnly') : null;
}

function keyless(address: string): Listening {
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

/** The access to our server and listeners, and to other processes on the port, which clients can't tell apart. */
function ownAccess({ server, listening, https }: ExposureFacts, launched: BindDecision): Effective {
  const { port, portConflicts } = server;
  const withoutKey = broadestAccess([
    launched.keyed ? 'thisMac' : launched.reach,
    listenersReach(portConflicts.map(({ address }) => address)) ?? 'thisMac',
  ]);
  const withKey = broadestAccess([
    https.url === null ? 'thisMac' : 'tailscale',
    ...listening.flatMap(({ keyed, reach }) => (keyed ? [reach] : [])),
  ]);
  return {
    reach: broadestAccess([withoutKey, withKey]),
    open: withoutKey !== 'thisMac',
    keyed: withKey !== 'thisMac',
    ollamaHost: ollamaHost({ host: launched.ollamaHost, port }),
    listening: [launched.ollamaHost, ...listening.map(({ address }) => address)],
  };
}

/** The `exposure` slice from the current facts. */
export function exposureView(facts: ExposureFacts): ExposureSlice {
  const { desired, server, launched, listening, problems, external, applying, network } = facts;
  const { actual, port } = server;
  const base = {
    desired,
    applying,
    readOnlyReason: readOnlyReason(actual),
    tailscale: network.tailscale,
    pending: facts.pending && { ...facts.pending.change, scope: facts.pending.scope, since: facts.pending.since },
    interfaces: [...facts.interfaces],
    formerAddresses: [...facts.formerAddresses],
    https: facts.https,
  };
  if (actual.state === 'external') {
    const addresses = advertisedAddresses(external.map(keyless), port, network);
    return { ...base, effective: externalAccess(external, port), degradedReason: null, addresses };
  }
  if (!isOwnServerUp(actual.state) || !launched) {
    return { ...base, effective: null, degradedReason: null, addresses: [] };
  }
  const { url } = facts.https;
  const https = url === null ? [] : [{ ...tailscaleHttpsAddress(url), needsKey: true }];
  const responding = [keyless(launched.ollamaHost), ...listening];
  const reasons = [...(launched.degradedReason === null ? [] : [launched.degradedReason]), ...problems];
  return {
    ...base,
    effective: ownAccess(facts, launched),
    degradedReason: reasons.length > 0 ? reasons.join(' ') : null,
    addresses: actual.state === 'running' ? [...advertisedAddresses(responding, port, network), ...https] : [],
  };
}
