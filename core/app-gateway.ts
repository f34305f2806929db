import type { ActivityLog } from './activity/activity-log.ts';
import type { Metrics } from './activity/metrics.ts';
import type { AppState } from './app-state.ts';
import { createSameOriginApi, type SameOriginApi } from './gateway/same-origin-api.ts';
import { createGatewayThread, type GatewayHandle } from './gateway/thread/gateway-thread.ts';
import { preparePrivateSocket } from './gateway/thread/private-socket.ts';
import { changedParts, createGatewayPolicySource, type GatewayPolicyOptions } from './gateway-policy-source.ts';
import type { LivenessTracker } from './work/liveness-tracker.ts';

export interface AppGatewayOptions extends Pick<GatewayPolicyOptions, 'endpoint' | 'hostNames' | 'lists' | 'keys'> {
  readonly state: Pick<AppState, 'store' | 'settings' | 'env' | 'dataDir' | 'log'>;
  readonly activity: { readonly log: ActivityLog; readonly metrics: Pick<Metrics, 'text'> };
  readonly liveness: Pick<LivenessTracker, 'recordTraffic'>;
  /** Called when a listener can't be opened again after a failure of the gateway, and when it can be after all. */
  readonly onConflict: () => void;
}

export interface AppGateway extends GatewayHandle {
  /** The API on a host's own origin. */
  readonly api: SameOriginApi['respond'];
  /** Resolves once the gateway decides by what is known now. */
  inForce(): Promise<void>;
}

/** The API on a host's own origin, through the gateway's private listener. Where that can't be opened, nothing responds there. */
function openOwnApi(
  listen: GatewayHandle['listen'],
  { state: { dataDir, log }, activity }: AppGatewayOptions,
): SameOriginApi {
  const socket = preparePrivateSocket(dataDir);
  const listening = listen({ path: socket.path }).catch((error: unknown) => {
    log.logger.error(error, 'gateway: can’t listen on its private socket');
    return null;
  });
  const api = createSameOriginApi({
    socket: socket.path,
    whenOpen: async () => (await listening)?.whenOpen(),
    activity: activity.log,
  });
  return {
    respond: api.respond,
    async close() {
      await api.close();
      // It has closed with its thread, which may never have said that it is open.
      socket.removeFolder();
    },
  };
}

/** The gateway in its thread, which follows the application's state. */
export function createAppGateway(options: AppGatewayOptions): AppGateway {
  const { state, activity, liveness, keys } = options;
  const { logger } = state.log;
  const policy = createGatewayPolicySource({ ...state, ...options });
  const thread = createGatewayThread({
    policy: policy.current(),
    activity: activity.log,
    keyUsed: keys.keys.used,
    readModels: policy.readModels,
    metrics: activity.metrics.text,
    onChunk: liveness.recordTraffic,
    onConflict: options.onConflict,
    logger,
  });
  // A worker confirms them in their order, so that the last one is enough.
  let confirmed: Promise<void> = Promise.resolve();
  const unfollow = policy.onChange((next, before) => {
    confirmed = thread.update(changedParts(next, before));
  });
  const api = openOwnApi(thread.listen, options);
  return {
    ...thread,
    api: api.respond,
    inForce: () => confirmed,
    async close() {
      unfollow();
      await thread.close();
      await api.close();
    },
  };
}
