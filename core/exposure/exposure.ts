import type { ReachabilityReport } from '../../contract/exposure.ts';
import { startPoll } from '../async/poll.ts';
import type { BindDecision } from './decide-bind.ts';
import { type ChoicesOptions, createExposureChoices, type ExposureChoices } from './exposure-choices.ts';
import { interruptionScope, isMisplaced } from './exposure-decisions.ts';
import { createExposureLoop, type ExposureLoop, type ExposureLoopOptions } from './exposure-loop.ts';
import { failedChangeNotice } from './exposure-notices.ts';
import { initialExposureState } from './exposure-state.ts';
import { type Front, frontOf } from './front.ts';
import type { NetworkFacts } from './network-facts.ts';
import type { TailnetHttps } from './tailnet-https.ts';
import { type ReachabilityOptions, testReachability } from './test-reachability.ts';

const INTERFACE_POLL_MS = 3_000;
/** Each poll starts a process, so this often only while someone may need it. */
const TAILSCALE_POLL_MS = 5_000;
/** Otherwise, for the tray, whose opening isn't noticed. */
const TAILSCALE_IDLE_POLL_MS = 60_000;

export interface ExposureOptions
  extends ExposureLoopOptions,
    Pick<ChoicesOptions, 'settings' | 'currentWork'>,
    Pick<ReachabilityOptions, 'temporaryKey'> {
  readonly network: NetworkFacts;
  readonly https: TailnetHttps;
  /** Whether a UI watches the snapshot, in which a person could choose Tailscale. */
  readonly hasSubscribers: () => boolean;
}

export interface Exposure extends ExposureChoices {
  start(): void;
  testReachability(): Promise<ReachabilityReport>;
  /** Where the next run of the server is to listen. */
  nextBind(): Promise<BindDecision>;
  /** Corral's own listeners, as a run of the server needs to know them. */
  readonly front: Front;
  /** Gives the port to the server itself, on loopback only, for one that is to outlive Corral. Gives whether that succeeded. */
  handOver(): Promise<boolean>;
  /** Reads the network again and follows what has changed. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

/** Runs at each poll that is due. The returned function ends it. */
function pollIf(isDue: () => boolean, everyMs: number, run: () => Promise<void>): () => void {
  const runIfDue = () => (isDue() ? run() : Promise.resolve());
  return startPoll(() => everyMs, runIfDue).stop;
}

/** The network, read as often as somebody may need it. */
function createNetworkReader(
  { network, settings, hasSubscribers }: ExposureOptions,
  { state, dispatch }: ExposureLoop,
) {
  let refreshedAt = Number.NEGATIVE_INFINITY;
  const read = (): Promise<void> => dispatch({ type: 'networkRead', network: network.addresses() });
  const refresh = async (): Promise<void> => {
    refreshedAt = performance.now();
    await network.refresh();
    await read();
  };
  const isRefreshDue = () => {
    const { reach, tailnetHttps } = settings.get();
    const usesTailscale = reach === 'tailscale' || tailnetHttps || hasSubscribers();
    return usesTailscale || performance.now() - refreshedAt >= TAILSCALE_IDLE_POLL_MS;
  };
  const isReadDue = () => settings.get().reach !== 'thisMac' || hasSubscribers() || state().listening.failed.length > 0;
  return {
    refresh,
    startPolls: () => [pollIf(isRefreshDue, TAILSCALE_POLL_MS, refresh), pollIf(isReadDue, INTERFACE_POLL_MS, read)],
  };
}

function createChoices(options: ExposureOptions, { state, dispatch, settled }: ExposureLoop) {
  const { store, settings, network, currentWork } = options;
  return createExposureChoices({
    store,
    settings,
    network,
    currentWork,
    interruptionScope: (change) => interruptionScope(state(), change),
    apply: async () => {
      await dispatch({ type: 'chosen', choice: settings.get(), network: network.addresses() });
      await settled();
    },
    onPending: (pending) => void dispatch({ type: 'pendingChanged', pending }),
    onFailure: (error) => options.notify(failedChangeNotice(error)),
  });
}

/** Who can connect to the server, while addresses appear and disappear: `exposureTransition` decides it. */
export function createExposure(options: ExposureOptions): Exposure {
  const { store, settings, network, https } = options;
  const { server } = store.get();
  const given = { choice: settings.get(), network: network.addresses(), server, https: https.view() };
  const loop = createExposureLoop(initialExposureState(given), options);
  const { state, dispatch, settled } = loop;
  const choices = createChoices(options, loop);
  const { refresh, startPolls } = createNetworkReader(options, loop);
  let endAll: readonly (() => void)[] = [];

  return {
    ...choices,
    start() {
      endAll = [
        store.subscribe((slice) => {
          if (slice === 'server') void dispatch({ type: 'serverChanged', server: store.get().server });
          if (slice === 'settings') void dispatch({ type: 'settingsChanged', choice: settings.get() });
        }),
        https.subscribe(() => void dispatch({ type: 'httpsChanged', https: https.view() })),
        ...startPolls(),
      ];
      void dispatch({ type: 'settingsChanged', choice: settings.get() });
    },
    testReachability() {
      const { addresses, effective } = store.get().exposure;
      const checksLocalhostHost = !(effective?.open && effective.reach === 'localNetwork');
      return testReachability({ addresses, temporaryKey: options.temporaryKey, checksLocalhostHost });
    },
    async nextBind() {
      if (settings.get().reach === 'tailscale') await network.refresh();
      const { actual } = store.get().server;
      const runId = 'runId' in actual ? actual.runId : '';
      await dispatch({ type: 'planAsked', runId, network: network.addresses() });
      const { planned } = state();
      if (planned === null) throw new Error('No place was planned for the server.');
      return planned.decision;
    },
    front: frontOf(loop),
    async handOver() {
      await dispatch({ type: 'handOver' });
      await settled();
      return !isMisplaced(state());
    },
    refresh,
    async close() {
      for (const end of endAll) end();
      await Promise.all([dispatch({ type: 'close' }), https.close()]).finally(choices.close);
    },
  };
}
