import { isOwnServerUp } from '../../contract/derived/server-state.ts';
import type { InterruptionScope } from '../../contract/work.ts';
import { type BindDecision, collides, decideBind, isSamePlace, type Listener } from './decide-bind.ts';
import type { ExposureChoice, ExposureServer, ExposureState } from './exposure-state.ts';
import { listedInterfaces } from './interface-labels.ts';

type Known = Pick<ExposureState, 'choice' | 'network' | 'isHandedOver'>;

/** Where the server and Corral are to listen, with the choice, with changes to it, and with the network as it is. */
export function decide({ choice, network, isHandedOver }: Known, changed: Partial<ExposureChoice> = {}): BindDecision {
  const { reach, requireKey, closedInterfaces, localApps } = { ...choice, ...changed };
  return decideBind({
    // A server that outlives Corral is for this Mac only, and has nobody in front of it.
    desired: isHandedOver ? 'thisMac' : reach,
    localApps: isHandedOver ? 'ollama' : localApps,
    requireKey,
    tailscale: network.tailscale,
    interfaces: listedInterfaces(network, closedInterfaces),
  });
}

/** A server of ours is wanted, and no external one is used in its place. */
export function isOurs({ desired, actual }: ExposureServer): boolean {
  return desired === 'running' && actual.state !== 'external';
}

/** The run that the plan is for is the current one. */
export function isPlannedRun({ planned, server: { actual } }: ExposureState): boolean {
  return planned !== null && 'runId' in actual && actual.runId === planned.runId;
}

/** Our server is up, at the place that was planned. */
export function isUpAsPlanned(state: ExposureState): boolean {
  return isOwnServerUp(state.server.actual.state) && isPlannedRun(state);
}

/** The server is starting, and where it will listen is decided. */
export function isStartingAsPlanned(state: ExposureState): boolean {
  return state.server.actual.state === 'starting' && isPlannedRun(state);
}

/** The place that was planned last is another one than is wanted now. */
export function isMisplaced(state: ExposureState): boolean {
  return state.planned !== null && !isSamePlace(state.planned.decision, decide(state));
}

/** Whether listeners that are open stay so: through starts, restarts and failures of a server that is wanted. */
export function keepsFront({ desired, actual }: ExposureServer): boolean {
  switch (actual.state) {
    case 'starting':
    case 'running':
    case 'unresponsive':
    case 'restarting':
    case 'failed':
      return desired === 'running';
    // Who waits gets a response before the listeners close.
    case 'stopping':
      return true;
    default:
      return false;
  }
}

/**
 * Corral's listeners that are to be open now. While the server moves, those without a key stay until the port is free for it,
 * and none opens where the old server may still be.
 */
export function wantedListeners(state: ExposureState): readonly Listener[] {
  const { front, isClosed, listening } = state;
  if (front === null || isClosed) return [];
  const { listeners } = decide(state);
  if (isSamePlace(front.place, decide(state))) return listeners;
  const isListed = ({ address }: Listener) => listeners.some((one) => one.address === address);
  const kept = listening.open.filter((one) => !one.keyed && !isListed(one));
  return [...listeners, ...kept].filter((one) => !collides(front.place, one));
}

/** The name that HTTPS is to be served under; null when it isn't. */
export function httpsName(state: ExposureState, changed: Partial<ExposureChoice> = {}): string | null {
  const { reach, tailnetHttps } = { ...state.choice, ...changed };
  const { state: tailscale, dnsName } = state.network.tailscale;
  const isOpen = state.front !== null && !state.isHandedOver && !state.isClosed;
  return isOpen && tailnetHttps && reach !== 'thisMac' && tailscale === 'running' ? dnsName : null;
}

/** What a choice would interrupt; null for nothing. */
export function interruptionScope(state: ExposureState, changed: Partial<ExposureChoice>): InterruptionScope | null {
  const decision = decide(state, changed);
  if (isOurs(state.server) && (state.planned === null || !isSamePlace(state.planned.decision, decision))) return 'all';
  const isListed = ({ address }: Listener) => decision.listeners.some((one) => one.address === address);
  const closes = state.listening.open.some((one) => one.keyed && !isListed(one));
  const endsHttps = state.https.state === 'on' && httpsName(state, changed) === null;
  return closes || endsHttps ? 'keyedRequests' : null;
}
