import type { Logger } from 'pino';
import { createCondition } from '../async/condition.ts';
import type { ListenOnAddress } from '../gateway/gateway.ts';
import { portListeners } from '../os/port-listeners.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import type { Notification } from './exposure-notices.ts';
import type { ExposureEffect, ExposureEvent, ExposureState } from './exposure-state.ts';
import { exposureTransition } from './exposure-transition.ts';
import { exposureView } from './exposure-view.ts';
import type { HostNames } from './host-names.ts';
import { createListenerManager, type ListenerManager } from './listener-manager.ts';
import type { TailnetHttps } from './tailnet-https.ts';

export interface ExposureLoopOptions {
  readonly store: SnapshotStore;
  /** Read again with each change of the slice. */
  readonly hostNames: Pick<HostNames, 'refresh'>;
  /** Opens a listener of the gateway. */
  readonly listen: ListenOnAddress;
  readonly https: Pick<TailnetHttps, 'reconcile' | 'view'>;
  readonly restartServer: () => Promise<void>;
  readonly notify: (notification: Notification) => void;
  /** Called when Corral listens on other addresses than before, so that port conflicts are checked. */
  readonly onListening?: () => void;
  readonly logger?: Pick<Logger, 'warn'>;
}

export interface ExposureLoop extends Pick<ListenerManager, 'held'> {
  state(): ExposureState;
  /** Resolves when the event's effects, and what came of them, are done. */
  dispatch(event: ExposureEvent): Promise<void>;
  /** Resolves when no move of the server is in progress. */
  settled(): Promise<void>;
}

/** Feeds events to `exposureTransition`, performs its effects, and feeds back what comes of them. */
export function createExposureLoop(initial: ExposureState, options: ExposureLoopOptions): ExposureLoop {
  const { store, https, restartServer } = options;
  const listenerManager = createListenerManager(options.listen);
  const changed = createCondition();
  let state = initial;

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
        await https.reconcile(effect.dnsName);
        return dispatch({ type: 'httpsChanged', https: https.view() });
      case 'readExternal': {
        const addresses = (await portListeners(effect.port)).map(({ address }) => address);
        return dispatch({ type: 'externalRead', pid: effect.pid, addresses });
      }
      case 'restartServer':
        await restartServer().catch(() => undefined);
        return dispatch({ type: 'moveFinished' });
      case 'abandonStart':
        return restartServer();
      case 'logGivenUp':
        return options.logger?.warn('exposure: after several restarts in a row, the server isn’t where it is wanted');
      case 'announce':
        return options.notify(effect.notification);
      case 'checkConflicts':
        return options.onListening?.();
      case 'publish':
        options.hostNames.refresh();
        return store.set('exposure', exposureView(state));
    }
  }

  return {
    state: () => state,
    dispatch,
    settled: () => changed.waitUntil(() => state.moves === 0),
    held: listenerManager.held,
  };
}
