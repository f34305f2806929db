import { isOwnServerUp } from '../../contract/derived/server-state.ts';
import { isSamePlace } from './decide-bind.ts';
import {
  decide,
  httpsName,
  isMisplaced,
  isOurs,
  isPlannedRun,
  isStartingAsPlanned,
  isUpAsPlanned,
  keepsFront,
  wantedListeners,
} from './exposure-decisions.ts';
import { behindNotice, movedNotice, type Notification } from './exposure-notices.ts';
import type { ExposureEffect, ExposureState, ExposureStep, TimedExposureEvent } from './exposure-state.ts';
import { trackAddresses } from './track-addresses.ts';

type EventOf<Type extends TimedExposureEvent['type']> = Extract<TimedExposureEvent, { type: Type }>;

/** A restart in progress may have used the previous choice; more than a few in a row would be a bug. */
const MAX_MOVES = 3;
const PUBLISH: ExposureEffect = { type: 'publish' };

function reconcile(state: ExposureState): ExposureEffect {
  const { front, server } = state;
  return { type: 'reconcile', listeners: wantedListeners(state), port: front?.port ?? server.port };
}

/** Everything that follows the state: Corral's listeners, HTTPS, and what is shown. */
function follow(state: ExposureState, last: readonly ExposureEffect[] = []): ExposureStep {
  const { server } = state;
  const isExternal = server.actual.state === 'external';
  const readExternal: ExposureEffect = { type: 'readExternal', pid: server.pid, port: server.port };
  return {
    state,
    effects: [
      reconcile(state),
      { type: 'serveHttps', dnsName: httpsName(state) },
      ...(isExternal ? [readExternal] : []),
      PUBLISH,
      // What restarts the server causes further events at once.
      ...last,
    ],
  };
}

/** Takes the listeners of the current choice for those of the plan, where the server itself stays in its place. */
function acceptInPlace(state: ExposureState): ExposureState {
  const { planned } = state;
  if (planned === null || isMisplaced(state)) return state;
  return { ...state, planned: { ...planned, decision: decide(state) } };
}

/** Restarts the server at its new place. A move in progress checks that when it is over; a start elsewhere is abandoned. */
function move(state: ExposureState, notification: Notification | null = null): ExposureStep {
  const announce: ExposureEffect[] = notification === null ? [] : [{ type: 'announce', notification }];
  if (state.moves === 0) return follow({ ...state, moves: 1 }, [...announce, { type: 'restartServer' }]);
  const abandon: ExposureEffect[] = isStartingAsPlanned(state) && isMisplaced(state) ? [{ type: 'abandonStart' }] : [];
  return follow(state, [...announce, ...abandon]);
}

function choose(state: ExposureState, { choice, network }: EventOf<'chosen'>): ExposureStep {
  const next = { ...state, choice, network };
  if (!isOurs(next.server)) return follow(next);
  // A run whose place isn't decided yet will be asked for this choice.
  const isUndecided = 'runId' in next.server.actual && !isPlannedRun(next);
  if (next.moves === 0 && (isUndecided || !isMisplaced(next))) return follow(acceptInPlace(next));
  return move(next);
}

/** Addresses that appeared or disappeared. While no server runs, the next start decides. */
function readNetwork(state: ExposureState, { network }: EventOf<'networkRead'>): ExposureStep {
  const next = { ...state, network };
  if (next.isClosed) return { state: next, effects: [] };
  // An unresponsive server may be so because its address is gone. A move in progress checks again when the server is up.
  const canMove = isStartingAsPlanned(next) || (isUpAsPlanned(next) && next.moves === 0);
  if (canMove && isMisplaced(next)) return move(next, movedNotice(decide(next)));
  return follow(acceptInPlace(next));
}

function followServer(state: ExposureState, { server }: EventOf<'serverChanged'>): ExposureStep {
  const front = keepsFront(server) ? state.front : null;
  const external = server.actual.state === 'external' ? state.external : [];
  const next = acceptInPlace({ ...state, server, front, external });
  const isBack = isOwnServerUp(server.actual.state) && !isOwnServerUp(state.server.actual.state);
  // One that an earlier host left on the port, or that started while the choice was changing.
  if (isBack && isUpAsPlanned(next) && isMisplaced(next) && next.moves === 0 && !next.isClosed) {
    return move(next, next.planned?.isKept ? behindNotice(server.port) : null);
  }
  return follow(next);
}

function plan(state: ExposureState, { runId, network }: EventOf<'planAsked'>): ExposureStep {
  const next = { ...state, network };
  return { state: { ...next, planned: { runId, decision: decide(next), isKept: false } }, effects: [PUBLISH] };
}

function openFront(state: ExposureState, { runId, place }: EventOf<'portVerified'>): ExposureStep {
  const { planned, server, isClosed } = state;
  // A run that is being stopped may still report.
  if (planned?.runId !== runId || !isStartingAsPlanned(state) || isClosed) return { state, effects: [] };
  const isKept = !isSamePlace(planned.decision, place);
  // An earlier host left it on loopback, which is all that can be kept.
  const decision = isKept ? decide(state, { localApps: 'ollama' }) : planned.decision;
  const front = { place, port: server.port };
  const next = { ...state, front, planned: { runId, decision: { ...decision, ...place }, isKept } };
  // The launch waits for these. HTTPS is a command that takes its time, and follows with the next event.
  return { state: next, effects: [reconcile(next), PUBLISH] };
}

function finishMove(state: ExposureState): ExposureStep {
  const { moves, server, isClosed } = state;
  const next = acceptInPlace({ ...state, moves: 0 });
  if (!isMisplaced(state) || !isOurs(server) || isClosed) return follow(next);
  if (moves >= MAX_MOVES) return follow(next, [{ type: 'logGivenUp' }]);
  return { state: { ...state, moves: moves + 1 }, effects: [{ type: 'restartServer' }] };
}

function handOver(state: ExposureState): ExposureStep {
  const next = { ...state, isHandedOver: true };
  // One that is being stopped isn't to outlive Corral, and a restart would want it again.
  const isWanted = isOurs(next.server) && 'runId' in next.server.actual;
  return isWanted && isMisplaced(next) ? move(next) : follow(acceptInPlace(next));
}

function reconciled(state: ExposureState, { listening }: EventOf<'reconciled'>): ExposureStep {
  const addresses = (open: ExposureState['listening']['open']) => open.map(({ address }) => address).join();
  const isChanged = addresses(listening.open) !== addresses(state.listening.open);
  const effects: ExposureEffect[] = isChanged ? [PUBLISH, { type: 'checkConflicts' }] : [PUBLISH];
  return { state: { ...state, listening }, effects };
}

function readExternal(state: ExposureState, { pid, addresses }: EventOf<'externalRead'>): ExposureStep {
  const { server } = state;
  // The server may have changed meanwhile; what was found doesn't apply to another one.
  if (server.actual.state !== 'external' || server.pid !== pid) return { state, effects: [] };
  return { state: { ...state, external: addresses }, effects: [PUBLISH] };
}

function step(state: ExposureState, event: TimedExposureEvent): ExposureStep {
  switch (event.type) {
    case 'chosen':
      return choose(state, event);
    case 'settingsChanged':
      return { state: { ...state, choice: event.choice }, effects: [PUBLISH] };
    case 'pendingChanged':
      return { state: { ...state, pending: event.pending }, effects: [PUBLISH] };
    case 'networkRead':
      return readNetwork(state, event);
    case 'serverChanged':
      return followServer(state, event);
    case 'planAsked':
      return plan(state, event);
    case 'portVerified':
      return openFront(state, event);
    case 'reconciled':
      return reconciled(state, event);
    case 'httpsChanged':
      return { state: { ...state, https: event.https }, effects: [PUBLISH] };
    case 'externalRead':
      return readExternal(state, event);
    case 'moveFinished':
      return finishMove(state);
    case 'handOver':
      return handOver(state);
    case 'close':
      return follow({ ...state, isClosed: true });
  }
}

/**
 * All that decides who can connect to the server: what each event means, and what is to be done about it. No effects, no clock.
 * The next run of the server takes its place from the state (`planned`).
 */
export function exposureTransition(state: ExposureState, event: TimedExposureEvent): ExposureStep {
  const { state: next, effects } = step(state, event);
  return { state: trackAddresses(state, next, { at: event.at }), effects };
}
