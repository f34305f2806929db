import type { Logger } from 'pino';
import type { Work } from '../contract/work.ts';
import { withActivityNotice } from './activity/activity-notice.ts';
import { watchDirectRequests } from './activity/direct-requests.ts';
import { createMetrics } from './activity/metrics.ts';
import { persistActivity } from './activity/persist-activity.ts';
import { createAppNetwork } from './app-network.ts';
import { type AppOptions, type AppState, openAppState } from './app-state.ts';
import { createConversations } from './conversations/conversations.ts';
import { showDamage } from './data-folder/damage-notice.ts';
import { createDiagnostics } from './diagnostics/diagnostics.ts';
import { serverModelsFolder } from './environment/inherited-value.ts';
import { watchNetworkChanges } from './exposure/network-change.ts';
import { endpointOf } from './gateway/policy/gateway-routes.ts';
import { createKeyPolicy } from './key-policy.ts';
import { createModelActions } from './models/model-actions.ts';
import { createModelLists } from './models/model-lists.ts';
import { createPulls } from './models/pulls.ts';
import { publishAdvisories } from './ollama/advisories.ts';
import { watchClockGaps } from './os/clock-gap.ts';
import { type AppRouter, createRouter } from './router/router.ts';
import { publishEnvironmentProblems } from './server/environment-problems.ts';
import { failurePath } from './server/failure-path.ts';
import { logServerStates } from './server/log-states.ts';
import { watchOllamaApp } from './server/port/watch-ollama-app.ts';
import { watchPortConflicts } from './server/port/watch-port-conflicts.ts';
import { type LaunchPort, lateLaunchPort } from './server/run/launch-port.ts';
import { createServerControl } from './server/server-control.ts';
import { createSupervisor } from './server/supervisor.ts';
import { createModelsFolderGuard } from './settings/models-folder-guard.ts';
import { createShutdown, type QuitDecision } from './shutdown.ts';
import type { SnapshotStore } from './snapshot/snapshot-store.ts';
import { trackActiveWork } from './work/active-work.ts';
import type { CurrentWork } from './work/current-work.ts';
import { keepAwakeWhileBusy } from './work/keep-awake.ts';
import { createLivenessTracker } from './work/liveness-tracker.ts';

export interface App {
  /** Implements the contract; a host carries it to the UI. */
  readonly router: AppRouter;
  readonly snapshot: SnapshotStore;
  /** Corral's own log; what a host adds to it is shown on the Logs page too. */
  readonly logger: Logger;
  /** A request to the host's own origin for `/v1` or `/metrics`. Rejects only when aborted. */
  api(request: Request): Promise<Response>;
  /** Resolves at once; the server starts in the background. */
  start(): Promise<void>;
  /** Checks the server, the network and the models at once, as after sleep. */
  refresh(): void;
  /** Work in progress now; the snapshot may be a moment behind. */
  readonly work: CurrentWork;
  /** Waits a moment until nothing is in progress that a quit would interrupt; gives what still is. */
  awaitIdle(): Promise<Work>;
  /** What a person decided about the server before `stop`, which otherwise waits for work in progress. */
  decideQuit(decision: QuitDecision): void;
  /** Stops the server that we started, or leaves it running on loopback if the settings say so. Idempotent. */
  stop(): Promise<void>;
}

/** What services decide that need the server themselves. */
type LatePort = LaunchPort & { readonly currentWork: CurrentWork };

/** The services, in groups; each group needs those before it. */
interface Wired {
  readonly server: ReturnType<typeof wireServer>;
  readonly models: ReturnType<typeof wireModels>;
  readonly activity: ReturnType<typeof wireActivity>;
  readonly network: ReturnType<typeof createAppNetwork>;
}

function wireServer({ store, settings, dataDir, env, serverLog }: AppState, launchPort: Promise<LatePort>) {
  const folder = () => serverModelsFolder({ setting: settings.get().modelsFolder, env, serverFolder: dataDir });
  const liveness = createLivenessTracker(store);
  const supervisor = createSupervisor({
    store,
    dataDir,
    env,
    log: serverLog,
    liveness,
    folderProblem: createModelsFolderGuard({ dataDir, folder, onDamaged: showDamage(store) }).problem,
    ...lateLaunchPort(launchPort),
  });
  const appWatch = watchOllamaApp(store);
  return {
    folder,
    liveness,
    supervisor,
    appWatch,
    control: createServerControl({
      store,
      supervisor,
      settings,
      appWatch,
      currentWork: async () => (await launchPort).currentWork(),
    }),
    portConflicts: watchPortConflicts(store),
  };
}

function wireModels(
  { store, dataDir, subscribers }: AppState,
  { folder, liveness, supervisor: { endpoint } }: Wired['server'],
) {
  const lists = createModelLists({ store, endpoint, folder, hasSubscribers: () => subscribers.hasAny });
  const { refresh } = lists;
  const onProgress = liveness.recordTraffic;
  return {
    lists,
    pulls: createPulls({ store, dataDir, endpoint, onProgress, onFinished: () => void refresh() }),
    actions: createModelActions({ store, endpoint, refresh }),
  };
}

function wireActivity({ store, database }: AppState) {
  const { log, close } = persistActivity({
    database,
    endpointOf,
    onTrouble: (reason) => store.update('app', (slice) => withActivityNotice(slice, reason)),
  });
  const metrics = createMetrics({ store, activity: log, endpointOf });
  return { log, metrics, conversations: createConversations(database), close };
}

/** Follows the state for as long as the application runs. Gives the functions that end that. */
function startWatches(
  { store, log, serverLog, platform, env, dataDir }: AppState,
  { log: activity }: Wired['activity'],
  refresh: () => void,
): (() => void)[] {
  return [
    trackActiveWork(store, activity),
    watchDirectRequests({ serverLog, activity }),
    keepAwakeWhileBusy({ store, platform }),
    publishAdvisories(store),
    logServerStates(store, log.logger),
    publishEnvironmentProblems({ store, env, serverFolder: dataDir, logger: log.logger }),
    watchClockGaps({ onGap: refresh }),
    watchNetworkChanges({ onChange: refresh }),
  ];
}

function wireRouter(state: AppState, { server, models, activity, network }: Wired): AppRouter {
  const { store, platform, settings, serverLog, subscribers, log, dataDir } = state;
  const { planner, exposure, changes } = network;
  return createRouter({
    store,
    platform,
    planner,
    exposure,
    settings,
    serverLog,
    subscribers,
    server: server.control,
    pulls: models.pulls,
    models: models.actions,
    activity: activity.log,
    conversations: activity.conversations,
    keys: changes.keys,
    aliases: changes.aliases,
    diagnostics: createDiagnostics({ store, serverLog, effective: planner.effective }),
    folders: {
      modelsFolder: server.folder,
      logs: () => serverLog.folder,
      dataFolder: () => dataDir,
      failure: () => failurePath(store.get().server.actual),
    },
    logger: log.logger,
  });
}

/** The application: wires the services to one another in order of dependency, and does nothing else. */
export function createApp(options: AppOptions): App {
  const state = openAppState(options);
  const { store, settings, log, subscribers } = state;
  // A run needs its plan and a free port, which depend on the gateway, which needs the server's endpoint.
  const launchPort = Promise.withResolvers<LatePort>();
  const server = wireServer(state, launchPort.promise);
  const models = wireModels(state, server);
  const activity = wireActivity(state);
  const policy = createKeyPolicy({ store, dataDir: state.dataDir });
  const network = createAppNetwork({ state, server, lists: models.lists, activity, policy });
  const { exposure, gateway, planner, currentWork } = network;
  const { plan: launchPlan, refuseInnerPort } = planner;
  launchPort.resolve({ launchPlan, refuseInnerPort, front: exposure.front, currentWork });

  const refreshShown = () => {
    void exposure.refresh();
    void models.lists.refresh();
  };
  const refresh = () => {
    server.supervisor.check();
    void server.portConflicts.check();
    refreshShown();
  };
  subscribers.onFirst(refreshShown);
  const watches = startWatches(state, activity, refresh);
  const { supervisor, control, portConflicts, appWatch } = server;
  const { metrics, conversations } = activity;
  const { pulls, lists } = models;
  const shutdown = createShutdown({
    store,
    settings,
    exposure,
    supervisor,
    work: currentWork,
    logger: log.logger,
    beforeRestriction: [
      ...watches,
      control.close,
      appWatch.close,
      portConflicts.close,
      metrics.close,
      pulls.close,
      lists.close,
    ],
    beforeServer: [exposure.close, gateway.close],
    afterServer: [policy.keys.close, policy.aliases.close, activity.close, conversations.close, log.close],
  });
  return {
    router: wireRouter(state, { server, models, activity, network }),
    snapshot: store,
    logger: log.logger,
    api: gateway.api,
    async start() {
      exposure.start();
      supervisor.open(settings.get().startServer ? 'running' : 'stopped');
    },
    refresh,
    work: currentWork,
    awaitIdle: shutdown.awaitIdle,
    decideQuit: shutdown.decide,
    stop: shutdown.stop,
  };
}
