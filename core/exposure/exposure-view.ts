import type { ExposureSlice } from '../../contract/exposure.ts';
import type { Reach } from '../../contract/reach.ts';
import type { Neighbour, ServerActual, ServerOwner, ServerSlice } from '../../contract/server.ts';
import { ollamaHost } from '../ollama/child-environment.ts';
import { type AddressFacts, advertisedAddresses } from './advertised-addresses.ts';
import type { BindDecision } from './decide-bind.ts';
import { listenersReach } from './listeners-reach.ts';

/** Everything the `exposure` slice is made of. */
export interface ExposureFacts {
  readonly wanted: Reach;
  readonly server: Pick<ServerSlice, 'actual' | 'port' | 'neighbours'>;
  /** What the running server was started with. */
  readonly launched: BindDecision | null;
  /** Addresses on which our forwarders listen. */
  readonly forwarding: readonly string[];
  readonly localhostProblem: string | null;
  /** Addresses on which an external server listens. */
  readonly external: readonly string[];
  readonly applying: boolean;
  readonly network: AddressFacts;
}

const STARTERS: Readonly<Record<ServerOwner, string>> = {
  ollamaApp: 'The Ollama app',
  homebrew: 'Homebrew',
  launchd: 'macOS',
  terminal: 'A terminal',
  unknown: 'Another program',
};

/** Why the reach of this server can't be changed here; null for ours. */
export const readOnlyReason = (actual: ServerActual): string | null =>
  actual.state === 'external' ? `${STARTERS[actual.owner]} runs this server, so its reach is set there.` : null;

const appliedFor = (listening: readonly string[], reach: Reach | null, port: number): ExposureSlice['applied'] => {
  const [host] = listening;
  return host && reach ? { reach, open: reach !== 'thisMac', ollamaHost: ollamaHost({ host, port }) } : null;
};

/** What our server gives, and whoever else answers on its port: callers can't tell them apart. */
const reachWith = ({ host, reach }: BindDecision, neighbours: readonly Neighbour[]): Reach | null =>
  neighbours.length === 0 ? reach : listenersReach([host, ...neighbours.map(({ address }) => address)]);

/** The `exposure` slice, from what holds now. */
export const exposureView = (facts: ExposureFacts): ExposureSlice => {
  const { wanted, server, launched, forwarding, localhostProblem, external, applying, network } = facts;
  const { actual, port } = server;
  const base = { wanted, applying, readOnlyReason: readOnlyReason(actual), tailscale: network.tailscale };
  if (actual.state === 'external') {
    const applied = appliedFor(external, listenersReach(external), port);
    return { ...base, applied, shortfall: null, addresses: advertisedAddresses(external, port, network) };
  }
  const runs = actual.state === 'running' || actual.state === 'unresponsive';
  if (!runs || !launched) return { ...base, applied: null, shortfall: null, addresses: [] };
  return {
    ...base,
    applied: appliedFor([launched.host], reachWith(launched, server.neighbours), port),
    shortfall: launched.shortfall ?? localhostProblem,
    addresses: actual.state === 'running' ? advertisedAddresses([launched.host, ...forwarding], port, network) : [],
  };
};
