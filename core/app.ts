import { totalmem } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { withActivityNotice } from './activity/activity-notice.ts';
import { watchDirectRequests } from './activity/direct-requests.ts';
import { createMetrics } from './activity/metrics.ts';
import { persistActivity } from './activity/persist-activity.ts';
import { createConversations } from './conversations/conversations.ts';
import { openCorralDatabase } from './data-folder/corral-database.ts';
import type { DataFolder } from './data-folder/data-folder.ts';
import { startupNotices } from './data-folder/startup-notices.ts';
import { createDiagnostics } from './diagnostics/diagnostics.ts';
import { createExposure } from './exposure/exposure.ts';
import { createHostNames } from './exposure/host-names.ts';
import { watchNetworkChanges } from './exposure/network-change.ts';
import { createNetworkFacts } from './exposure/network-facts.ts';
import { createTailnetHttps } from './exposure/tailnet-https.ts';
import { createGateway } from './gateway/gateway.ts';
import { endpointOf } from './gateway/policy/gateway-routes.ts';
import { createSameOriginApi } from './gateway/same-origin-api.ts';
import { createV1Forwarder } from './gateway/upstream/v1-forwarder.ts';
import { createKeyPolicy } from './key-policy.ts';
import { type CorralLog, openCorralLog } from './logs/corral-log.ts';
import { createServerLog, type ServerLog } from './logs/server-log.ts';
import { modelsFolder } from './models/disk-space.ts';
import { createModelActions } from './models/model-actions.ts';
import { createModelLists } from './models/model-lists.ts';
import { createPulls } from './models/pulls.ts';
import { publishAdvisories } from './ollama/advisories.ts';
import { watchClockGaps } from './os/clock-gap.ts';
import type { Platform } from './platform/platform.ts';
import { type AppRouter, createRouter } from './router/router.ts';
import { logServerStates } from './server/log-states.ts';
import { watchPortConflicts } from './server/port/watch-port-conflicts.ts';
import { createLaunchPlanner } from './server/run/launch-planner.ts';
import type { RunOptions } from './server/run/run-effects.ts';
import { createServerControl } from './server/server-control.ts';
import { createSupervisor } from './server/supervisor.ts';
import { createModelsFolderGuard } from './settings/models-folder-guard.ts';
import { portFromEnvironment, serverPort } from './settings/server-port.ts';
import { createSettingsStore, type SettingsService } from './settings/settings-store.ts';
import { createShutdown } from './shutdown.ts';
import { initialSnapshot } from './snapshot/initial-snapshot.ts';
import { createSnapshotStore, type SnapshotStore } from './snapshot/snapshot-store.ts';
import { createSubscriberCount } from './snapshot/subscriber-count.ts';
import { trackActiveWork } from './work/active-work.ts';
import { keepAwakeWhileBusy } from './work/keep-awake.ts';
import { createLivenessTracker } from './work/liveness-tracker.ts';

export interface AppOptions {
  /** From `openDataFolder`. */
  readonly dataFolder: DataFolder;
  readonly platform: Platform;
  /** Corral's own. */
  readonly version: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface App {
  /** Implements the contract; a host carries it to the UI. */
  readonly router: AppRouter;
  readonly snapshot: SnapshotStore;
  /** A request to the host's own origin for `/v1` or `/metrics`. Rejects only when aborted. */
  api(request: Request): Promise<Response>;
  /** Returns at once; the server starts in the background. */
  start(): Promise<void>;
  /** Checks at once the server, the network and the models, as after sleep. */
  refresh(): void;
  /** Stops the server we started and waits until it is gone, or leaves it to this machine if the settings say so. Idempotent. */
  stop(): Promise<void>;
}

interface State {
  readonly serverLog: ServerLog;
  readonly log: CorralLog;
  readonly database: DatabaseSync;
  readonly settings: SettingsService;
  readonly store: SnapshotStore;
}

/** Opens what the data folder holds, and the snapshot over it. */
function openState({ dataFolder, platform, version, env }: AppOptions): State {
  const dataDir = dataFolder.path;
  const serverLog = createServerLog(dataDir);
  const log = openCorralLog(join(dataDir, 'logs'), serverLog.addCorralLine);
  const { database, openResult } = openCorralDatabase(dataDir);
  const settings = createSettingsStore(platform);
  const app = {
    version,
    host: platform.host,
    platform: process.platform,
    dataDir,
    memoryBytes: totalmem(),
    capabilities: platform.capabilities,
    notices: [
      ...startupNotices({ movedSettings: dataFolder.movedSettings, database: openResult }),
      ...settings.notices,
    ],
  };
  const port = serverPort(settings.get(), env);
  const store = createSnapshotStore(initialSnapshot({ app, settings: settings.get(), port }));
  settings.subscribe((next) => store.set('settings', next));
  return { serverLog, log, database, settings, store };
}

/** The application: wires the services to one another in order of dependency, and does nothing else. */
export function createApp(options: AppOptions): App {
  const { dataFolder, platform, env } = options;
  const dataDir = dataFolder.path;
  const { serverLog, log, database, settings, store } = openState(options);
  const subscribers = createSubscriberCount(store);
  const hasSubscribers = () => subscribers.hasAny;

  // A run asks for its plan and for the port, which are decided by what needs the server's endpoint.
  const launch = Promise.withResolvers<Pick<RunOptions, 'launchPlan' | 'releasePort'>>();
  const folder = () => modelsFolder(settings.get(), env);
  const liveness = createLivenessTracker(store);
  const supervisor = createSupervisor({
    store,
    dataDir,
    env,
    log: serverLog,
    liveness,
    folderProblem: createModelsFolderGuard({ dataDir, folder }).problem,
    launchPlan: async () => (await launch.promise).launchPlan(),
    releasePort: async () => (await launch.promise).releasePort(),
  });
  const { endpoint } = supervisor;
  const ready = () => endpoint() !== null;
  const server = createServerControl({ store, supervisor, settings, isPortFixed: portFromEnvironment(env) !== null });
  const portConflicts = watchPortConflicts(store);

  const lists = createModelLists({ store, endpoint, folder, hasSubscribers });
  const { refresh } = lists;
  const pulls = createPulls({
    store,
    dataDir,
    endpoint,
    onProgress: liveness.recordTraffic,
    onFinished: () => void refresh(),
  });
  const models = createModelActions({ store, endpoint, refresh });

  const keptActivity = persistActivity({
    database,
    endpointOf,
    onTrouble: (reason) => store.update('app', (slice) => withActivityNotice(slice, reason)),
  });
  const activity = keptActivity.log;
  const metrics = createMetrics({ store, activity, endpointOf });
  const conversations = createConversations(database);

  const { keys, aliases, temporaryKeys, gatewayKeys, gatewayModels } = createKeyPolicy({ store, dataDir, lists });
  const network = createNetworkFacts({ env, platform: process.platform });
  const hostNames = createHostNames(network, settings);
  const gateway = createGateway({
    upstream: endpoint,
    hosts: hostNames.current,
    origins: () => settings.get().allowedOrigins,
    activity,
    keys: gatewayKeys,
    models: gatewayModels,
    ready,
    metrics: metrics.text,
    onChunk: liveness.recordTraffic,
    onUnexpected: (error) => log.logger.error(error, 'gateway'),
  });
  const exposure = createExposure({
    store,
    settings,
    network,
    hostNames,
    https: createTailnetHttps({ env, dataDir, listen: gateway.listen }),
    listen: gateway.listen,
    temporaryKey: temporaryKeys.issue,
    restartServer: supervisor.restart,
    notify: platform.notify,
    hasSubscribers,
    onListening: () => void portConflicts.check(),
  });
  const planner = createLaunchPlanner({ store, settings, env, nextBind: exposure.nextBind });
  launch.resolve({ launchPlan: planner.plan, releasePort: exposure.releasePort });

  subscribers.onFirst(() => {
    void exposure.refresh();
    void refresh();
  });
  const refreshAll = () => {
    supervisor.check();
    void exposure.refresh();
    void portConflicts.check();
    void refresh();
  };
  const router = createRouter({
    store,
    platform,
    planner,
    pulls,
    models,
    exposure,
    settings,
    conversations,
    serverLog,
    activity,
    subscribers,
    keys,
    aliases,
    server,
    diagnostics: createDiagnostics({ store, serverLog, effective: planner.effective }),
    folders: { modelsFolder: folder, logs: () => serverLog.folder, dataFolder: () => dataDir },
    logger: log.logger,
  });
  const watches = [
    trackActiveWork(store, activity),
    watchDirectRequests({ serverLog, activity }),
    keepAwakeWhileBusy({ store, platform }),
    publishAdvisories(store),
    logServerStates(store, log.logger),
    watchClockGaps({ onGap: refreshAll }),
    watchNetworkChanges({ onChange: refreshAll }),
    server.close,
    portConflicts.close,
    metrics.close,
  ];

  return {
    router,
    snapshot: store,
    api: createSameOriginApi({
      v1: createV1Forwarder({ upstream: endpoint, activity, onChunk: liveness.recordTraffic }),
      ready,
      metrics: metrics.text,
    }),
    async start() {
      exposure.start();
      supervisor.open(settings.get().startServer ? 'running' : 'stopped');
    },
    refresh: refreshAll,
    stop: createShutdown({
      settings,
      exposure,
      supervisor,
      logger: log.logger,
      beforeRestriction: [...watches, pulls.close, lists.close],
      beforeServer: [exposure.close, gateway.close],
      afterServer: [keys.close, aliases.close, keptActivity.close, conversations.close, log.close],
    }),
  };
}
