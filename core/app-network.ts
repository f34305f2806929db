import { type AppGateway, type AppGatewayOptions, createAppGateway } from './app-gateway.ts';
import type { AppState } from './app-state.ts';
import { showDamage } from './data-folder/damage-notice.ts';
import { createExposure, type Exposure } from './exposure/exposure.ts';
import { createHostNames } from './exposure/host-names.ts';
import { createNetworkFacts } from './exposure/network-facts.ts';
import { createTailnetHttps } from './exposure/tailnet-https.ts';
import { createKeyChanges, type KeyChanges, type KeyPolicy } from './key-policy.ts';
import type { PortConflictWatch } from './server/port/watch-port-conflicts.ts';
import { createLaunchPlanner, type LaunchPlanner } from './server/run/launch-planner.ts';
import { recordedPort } from './server/run/run-record.ts';
import type { Supervisor } from './server/supervisor.ts';
import { type CurrentWork, createCurrentWork } from './work/current-work.ts';

export interface AppNetworkOptions extends Pick<AppGatewayOptions, 'lists' | 'activity'> {
  readonly state: AppState;
  readonly server: Pick<AppGatewayOptions, 'liveness'> & {
    readonly supervisor: Pick<Supervisor, 'endpoint' | 'restart'>;
    readonly portConflicts: Pick<PortConflictWatch, 'check'>;
  };
  readonly policy: KeyPolicy;
}

export interface AppNetwork {
  readonly gateway: AppGateway;
  readonly changes: KeyChanges;
  readonly currentWork: CurrentWork;
  readonly exposure: Exposure;
  readonly planner: LaunchPlanner;
}

/** The gateway, what decides where it listens, and the plan of the next run, which depends on that. */
export function createAppNetwork({ state, server, lists, activity, policy }: AppNetworkOptions): AppNetwork {
  const { store, settings, env, dataDir, platform, subscribers } = state;
  const { supervisor, liveness, portConflicts } = server;
  const checkConflicts = () => void portConflicts.check();
  const network = createNetworkFacts({ env, platform: process.platform });
  const hostNames = createHostNames(network, settings);
  const gateway = createAppGateway({
    state,
    endpoint: supervisor.endpoint,
    hostNames,
    lists,
    keys: policy,
    activity,
    liveness,
    onConflict: checkConflicts,
  });
  const changes = createKeyChanges(policy, gateway.inForce);
  const currentWork = createCurrentWork(store, gateway.activeWork);
  const exposure = createExposure({
    store,
    settings,
    network,
    hostNames,
    https: createTailnetHttps({ env, dataDir, onDamaged: showDamage(store), listen: gateway.listen }),
    listen: gateway.listen,
    temporaryKey: changes.temporaryKey,
    currentWork,
    restartServer: supervisor.restart,
    notify: platform.notify,
    hasSubscribers: () => subscribers.hasAny,
    onListening: checkConflicts,
    logger: state.log.logger,
  });
  const planner = createLaunchPlanner({
    store,
    settings,
    env,
    nextBind: exposure.nextBind,
    recordedPort: () => recordedPort({ dataDir, onDamaged: showDamage(store) }),
  });
  return { gateway, changes, currentWork, exposure, planner };
}
