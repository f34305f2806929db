import type { ReachabilityReport } from '../../contract/exposure.ts';
import { createCondition } from '../async/condition.ts';
import { startPoll } from '../async/poll.ts';
import type { ListenOnAddress } from '../gateway/gateway.ts';
import { portListeners } from '../os/port-listeners.ts';
import type { BindDecision } from './decide-bind.ts';
import { type ChoicesOptions, createExposureChoices, type ExposureChoices } from './exposure-choices.ts';
import { interruptionScope, isMisplaced } from './exposure-decisions.ts';
import { failedChangeNotice } from './exposure-notices.ts';
import { type ExposureEffect, type ExposureEvent, initialExposureState } from './exposure-state.ts';
import { exposureTransition } from './exposure-transition.ts';
import { exposureView } from './exposure-view.ts';
import { type Front, frontOf } from './front.ts';
import type { HostNames } from './host-names.ts';
import { createListenerManager } from './listener-manager.ts';
import type { NetworkFacts } from './network-facts.ts';
import type { TailnetHttps } from './tailnet-https.ts';
import { type ReachabilityOptions, testReachability } from './test-reachability.ts';

const INTERFACE_POLL_MS = 3_000;
/** Each poll starts a process, so this often only while someone may need it. */
const TAILSCALE_POLL_MS = 5_000;
/** Otherwise, for the tray, whose opening isn't noticed. */
const TAILSCALE_IDLE_POLL_MS = 60_000;

export interface ExposureOptions
  extends Pick<ChoicesOptions, 'store' | 'settings' | 'currentWork'>,
    Pick<ReachabilityOptions, 'temporaryKey'> {
  readonly network: NetworkFacts;
  /** Read again with each change of the slice. */
  readonly hostNames: Pick<HostNames, 'refresh'>;
  /** Opens a listener of the gateway. */
  readonly listen: ListenOnAddress;
  readonly https: TailnetHttps;
  readonly restartServer: () => Promise<void>;
  readonly notify: (notification: { title: string; body: string }) => void;
  /** Whether a UI watches the snapshot, in which a person could choose Tailscale. */
  readonly hasSubscribers: () => boolean;
  /** Called when Corral listens on other addresses than before, so that port conflicts are checked. */
  readonly onListening?: () => void;
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

/** Performs what `exposureTransition` decides: who can connect to the server, while addresses appear and disappear. */
export function createExposure(options: ExposureOptions): Exposure {
  const { store, settings, network, https, hasSubscribers } = options;
  const listenerManager = createListenerManager(options.listen);
  const changed = createCondition();
  let state = initialExposureState({
    choice: settings.get(),
    network: network.addresses(),
    server: store.get().server,
    https: https.view(),
  });
  let endAll: readonly (() => void)[] = [];
  let refreshedAt = Number.NEGATIVE_INFINITY;

  /** Resolves when the event's effects, and what came of them, are done. */
  async function dispatch(event: ExposureEvent): Promise<void> {
    const step = exposureTransition(state, { ...event, at: Date.now() });
    state = step.state;
    changed.notify();
    await Promise.all(step.effects.map(perform));
  }
  async function perform(effect: ExposureEffect): Promise<void> {
    switch (effect.type) {
      case 'reconcile': {
        const listening = await listenerManager.reconcile(effect.listeners, effect.port);
        return dispatch({ type: 'reconciled', listening });
      }
      case 'serveHttps':
        // Starting a command is nothing that the server should wait for.
        void https.reconcile(effect.dnsName).then(() => dispatch({ type: 'httpsChanged', https: https.view() }));
        return;
      case 'readExternal': {
        const addresses = (await portListeners(effect.port)).map(({ address }) => address);
        return dispatch({ type: 'externalRead', pid: effect.pid, addresses });
      }
      case 'restartServer':
        await options.restartServer().catch(() => undefined);
        return dispatch({ type: 'moveFinished' });
      case 'abandonStart':
        return options.restartServer();
      case 'announce':
        return options.notify(effect.notification);
      case 'checkConflicts':
        return options.onListening?.();
      case 'publish':
        options.hostNames.refresh();
        return store.set('exposure', exposureView(state));
    }
  }
  /** Resolves when no move of the server is in progress. */
  const settle = (): Promise<void> => changed.waitUntil(() => state.moves === 0);
  const choices = createExposureChoices({
    store,
    settings,
    network,
    currentWork: options.currentWork,
    interruptionScope: (change) => interruptionScope(state, change),
    apply: async () => {
      await dispatch({ type: 'chosen', choice: settings.get(), network: network.addresses() });
      await settle();
    },
    onPending: (pending) => void dispatch({ type: 'pendingChanged', pending }),
    onFailure: (error) => options.notify(failedChangeNotice(error)),
  });
  const followNetwork = (): Promise<void> => dispatch({ type: 'networkRead', network: network.addresses() });
  const refresh = async (): Promise<void> => {
    refreshedAt = performance.now();
    await network.refresh();
    await followNetwork();
  };
  const isRefreshDue = () => {
    const { reach, tailnetHttps } = settings.get();
    const usesTailscale = reach === 'tailscale' || tailnetHttps || hasSubscribers();
    return usesTailscale || performance.now() - refreshedAt >= TAILSCALE_IDLE_POLL_MS;
  };
  const isFollowDue = () => settings.get().reach !== 'thisMac' || hasSubscribers() || state.listening.failed.length > 0;

  return {
    ...choices,
    start() {
      endAll = [
        store.subscribe((slice) => {
          if (slice === 'server') void dispatch({ type: 'serverChanged', server: store.get().server });
          if (slice === 'settings') void dispatch({ type: 'settingsChanged', choice: settings.get() });
        }),
        https.subscribe(() => void dispatch({ type: 'httpsChanged', https: https.view() })),
        pollIf(isRefreshDue, TAILSCALE_POLL_MS, refresh),
        pollIf(isFollowDue, INTERFACE_POLL_MS, followNetwork),
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
      if (state.planned === null) throw new Error('No place was planned for the server.');
      return state.planned.decision;
    },
    front: frontOf({ state: () => state, dispatch }),
    async handOver() {
      await dispatch({ type: 'handOver' });
      await settle();
      return !isMisplaced(state);
    },
    refresh,
    async close() {
      for (const end of endAll) end();
      await Promise.all([dispatch({ type: 'close' }), https.close()]).finally(choices.close);
    },
  };
}
