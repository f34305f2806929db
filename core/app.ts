import { totalmem } from 'node:os';
import { join } from 'node:path';
import type { AppSlice } from '../contract/app.ts';
import { withActivityNotice } from './activity/activity-notice.ts';
import { watchDirectCallers } from './activity/direct-requests.ts';
import { createMetrics } from './activity/keep-metrics.ts';
import { persistActivity } from './activity/persist-activity.ts';
import { closeAll } from './async/close-all.ts';
import { withTimeout } from './async/with-timeout.ts';
import { createConversations } from './conversations/conversations.ts';
import { openCorralDatabase } from './data-folder/corral-database.ts';
import type { DataFolder } from './data-folder/data-folder.ts';
import { startupNotices } from './data-folder/startup-notices.ts';
import { createDiagnostics } from './diagnostics/diagnostics.ts';
import { createExposure } from './exposure/exposure.ts';
import { watchNetworkChanges } from './exposure/network-change.ts';
import { createNetworkFacts } from './exposure/network-facts.ts';
import { createTailnetHttps } from './exposure/tailnet-https.ts';
import { createGateway } from './gateway/gateway.ts';
import { createSameOriginApi } from './gateway/same-origin-api.ts';
import { createV1Forwarder } from './gateway/upstream/v1-forwarder.ts';
import { createAliasStore } from './keys/alias-store.ts';
import { createKeyStore } from './keys/key-store.ts';
import { createTemporaryKeys } from './keys/temporary-keys.ts';
import { openCorralLog } from './logs/corral-log.ts';
import { createServerLog } from './logs/server-log.ts';
import { createCloudModels } from './models/cloud-models.ts';
import { modelsFolder } from './models/disk-space.ts';
import { createModelActions } from './models/model-actions.ts';
import { createModelLists } from './models/model-lists.ts';
import { createPulls } from './models/pulls.ts';
import { publishAdvisories } from './ollama/advisories.ts';
import { originOf } from './ollama/probe-version.ts';
import { watchClockGaps } from './os/clock-gap.ts';
import type { Platform } from './platform/platform.ts';
import { type AppRouter, createRouter } from './router/router.ts';
import { logServerStates } from './server/log-states.ts';
import { watchPortConflicts } from './server/port/watch-port-conflicts.ts';
import { createLaunchPlanner } from './server/run/launch-planner.ts';
import { createServerControl } from './server/server-control.ts';
import { createSupervisor } from './server/supervisor.ts';
import { createModelsFolderGuard } from './settings/models-folder-guard.ts';
import { portFromEnvironment, serverPort } from './settings/server-port.ts';
import { createSettingsStore } from './settings/settings-store.ts';
import { initialSnapshot } from './snapshot/initial-snapshot.ts';
import { createSnapshotStore, type SnapshotStore } from './snapshot/snapshot-store.ts';
import { createSubscriberCount } from './snapshot/subscriber-count.ts';
import { trackActiveWork } from './work/active-work.ts';
import { createWorkGate } from './work/interruption-guard.ts';
import { keepAwakeWhileBusy } from './work/keep-awake.ts';
import { createLivenessSignals } from './work/liveness-signals.ts';

/**
 * How long a quit waits, in milliseconds, for a server that is to stay to be back on this machine alone; a slow one is ended
 * instead. The desktop gives the whole of a quit 9 s.
 */
const WITHDRAW_WITHIN_MS = 4_000;

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
  /** Looks at once whether everything is as it was, as after sleep. */
  look(): void;
  /** Stops the server we started and waits until it is gone, or leaves it to this machine if the settings say so. Idempotent. */
  stop(): Promise<void>;
}

/** The application: wires the services to one another, and does nothing else. */
export function createApp({ dataFolder, platform, version, env }: AppOptions): App {
  const dataDir = dataFolder.path;
  const log = openCorralLog(join(dataDir, 'logs'), (line) => serverLog.addCorralLine(line));
  const opened = openCorralDatabase(dataDir);
  const conversations = createConversations(opened.database);
  const settings = createSettingsStore({ platform, onChange: (next) => planner.settingsChanged(next) });
  const setAside = { settings: dataFolder.settingsSetAside, database: opened.fate };
  const app: AppSlice = {
    version,
    host: platform.host,
    platform: process.platform,
    dataDir,
    memoryBytes: totalmem(),
    capabilities: platform.capabilities,
    notices: [...startupNotices(setAside), ...settings.notices],
  };
  const port = serverPort(settings.get(), env);
  const store = createSnapshotStore(initialSnapshot({ app, settings: settings.get(), port }));

  const folder = () => modelsFolder(settings.get(), env);
  const serverLog = createServerLog(dataDir);
  const gate = createWorkGate<'stop' | 'restart'>({
    store,
    onWaiting: (waiting) =>
      store.update('server', (slice) => ({
        ...slice,
        pending: waiting && { action: waiting.what, since: waiting.since },
      })),
    // The server's own state tells it.
    onFailure: () => undefined,
  });
  const signs = createLivenessSignals(store);
  const supervisor = createSupervisor({
    store,
    dataDir,
    env,
    log: serverLog,
    signs,
    folderProblem: createModelsFolderGuard({ dataDir, folder }).problem,
    launchPlan: () => planner.plan(),
    beforeBind: () => exposure.releasePort(),
  });
  const https = createTailnetHttps({
    env,
    dataDir,
    listen: (at) => gateway.listen(at),
    onChange: () => exposure.show(),
  });
  const exposure = createExposure({
    store,
    settings,
    https,
    network: createNetworkFacts({ env, platform: process.platform }),
    listen: (at) => gateway.listen(at),
    temporaryKey: () => temporaryKeys.issue(),
    restartServer: () => supervisor.restart(),
    notify: (notification) => platform.notify(notification),
    hasSubscribers: () => viewers.present,
    onListening: () => void portConflicts.look(),
  });

  const portConflicts = watchPortConflicts(store);
  const viewers = createSubscriberCount(store, () => {
    void exposure.look();
    void refresh();
  });
  const planner = createLaunchPlanner({
    store,
    settings,
    env,
    nextBind: exposure.nextBind,
    unfinishedPulls: () => pulls.unfinished(),
  });

  const endpoint = () => supervisor.endpoint();
  const lists = createModelLists({ store, endpoint, folder, hasSubscribers: () => viewers.present });
  const { refresh } = lists;
  const pulls = createPulls({ store, dataDir, endpoint, onProgress: signs.passed, onFinished: () => void refresh() });
  const models = createModelActions({ store, endpoint, refresh });

  const keys = createKeyStore({ store, dataDir });
  const aliases = createAliasStore({ store, dataDir, keys });
  const keptActivity = persistActivity({
    database: opened.database,
    onTrouble: (reason) => store.update('app', (slice) => withActivityNotice(slice, reason)),
  });
  const activity = keptActivity.log;
  const metrics = createMetrics({ store, activity });
  const ready = () => endpoint() !== null;
  const temporaryKeys = createTemporaryKeys();
  const gateway = createGateway({
    upstream: endpoint,
    hosts: exposure.hosts,
    origins: () => settings.get().allowedOrigins,
    activity,
    keys: { ...keys, check: (secret) => keys.check(secret) ?? temporaryKeys.check(secret) },
    models: { ...aliases, ...createCloudModels({ store, lists }) },
    ready,
    metrics: metrics.text,
    onChunk: signs.passed,
    onUnexpected: (error) => log.logger.error(error, 'gateway'),
  });
  const upstream = () => {
    const target = endpoint();
    return target && originOf(target);
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
    viewers,
    keys,
    aliases,
    server: createServerControl({
      supervisor,
      gate,
      settings,
      isPortFixed: portFromEnvironment(env) !== null,
    }),
    diagnostics: createDiagnostics({ store, serverLog, effective: () => planner.effective() }),
    folders: { modelsFolder: folder, logs: () => serverLog.folder, dataFolder: () => dataDir },
    logger: log.logger,
  });

  const lookAround = () => {
    supervisor.check();
    void exposure.look();
    void portConflicts.look();
    void refresh();
  };
  const watches = [
    trackActiveWork(store, activity),
    watchDirectCallers({ serverLog, activity }),
    keepAwakeWhileBusy({ store, platform }),
    publishAdvisories(store),
    logServerStates(store, log.logger),
    watchClockGaps({ onGap: lookAround }),
    watchNetworkChanges({ onChange: lookAround }),
    gate.close,
    portConflicts.close,
    metrics.close,
  ];
  const shutDown = async () => {
    // Only a server that nobody else can reach any more may outlive Corral.
    let endServer = supervisor.close;
    const restrictToLoopback = async () => {
      if (!settings.get().keepServerAfterQuit) return;
      if (await withTimeout(WITHDRAW_WITHIN_MS, exposure.restrictToLoopback(), false)) endServer = supervisor.detach;
    };
    await closeAll(
      [
        ...[...watches, pulls.close, lists.close, restrictToLoopback, exposure.close, gateway.close, () => endServer()],
        ...[keys.close, aliases.close, keptActivity.close, conversations.close],
      ],
      (error) => log.logger.error(error, 'closing'),
    );
    log.close();
  };
  let stopped: Promise<void> | null = null;

  return {
    router,
    snapshot: store,
    api: createSameOriginApi({
      v1: createV1Forwarder({ upstream, activity, onChunk: signs.passed }),
      ready,
      metrics: metrics.text,
    }),
    async start() {
      exposure.start();
      supervisor.open(settings.get().startServer ? 'running' : 'stopped');
    },
    look: lookAround,
    stop() {
      stopped ??= shutDown();
      return stopped;
    },
  };
}
