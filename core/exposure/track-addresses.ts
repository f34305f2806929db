import { isOwnServerUp } from '../../contract/derived/server-state.ts';
import type { Listener } from './decide-bind.ts';
import { wantedListeners } from './exposure-decisions.ts';
import type { ExposureState } from './exposure-state.ts';
import { exposureView } from './exposure-view.ts';
import { trackFormerAddresses } from './former-addresses.ts';

/** An address that a person has closed isn't a former one. */
function choiceKey({ choice, server }: ExposureState): string {
  return JSON.stringify([choice, server.port]);
}

function keyedAddresses(listeners: readonly Listener[]): string {
  const addresses = listeners.filter(({ keyed }) => keyed).map(({ address }) => address);
  return addresses.sort().join();
}

/** What is open to other devices is all that can be, and no more: only then does an address that disappears become a former one. */
function isSettled(state: ExposureState): boolean {
  const { choice, server, moves, planned, isClosed, listening, https } = state;
  const tried = [...listening.open, ...listening.failed.map(({ listener }) => listener)];
  const isUp = isOwnServerUp(server.actual.state) && planned !== null;
  const isHttpsEnding = https.url !== null && (!choice.tailnetHttps || choice.reach === 'thisMac');
  const isReconciled = keyedAddresses(wantedListeners(state)) === keyedAddresses(tried);
  return isUp && moves === 0 && !isClosed && !isHttpsEnding && isReconciled;
}

/** Keeps the list of addresses that clients may still use and that no longer respond. */
export function trackAddresses(
  before: ExposureState,
  state: ExposureState,
  { at }: { readonly at: number },
): ExposureState {
  const isSameChoice = choiceKey(before) === choiceKey(state);
  const { shown, former } = isSameChoice ? state : { shown: [], former: [] };
  if (!isSettled(state)) return isSameChoice ? state : { ...state, shown, former };
  const { addresses: now } = exposureView(state);
  return { ...state, shown: now, former: trackFormerAddresses(former, { before: shown, now, at }) };
}
