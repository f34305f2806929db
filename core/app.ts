import { totalmem } from 'node:os';
import { createActivityLog } from './activity/activity-log.ts';
import { createConversations } from './conversations/conversations.ts';
import type { DataFolder } from './data-folder/data-folder.ts';
import { createExposure } from './exposure/exposure.ts';
import { createNetworkFacts } from './exposure/network-facts.ts';
import { firstNotices } from './first-notices.ts';
import { createV1Forwarder } from './gateway/v1-forwarder.ts';
import { initialSnapshot } from './initial-snapshot.ts';
import { createServerLog } from './logs/server-log.ts';
import { modelsFolder } from './models/disk-space.ts';
import { createModelActions } from './models/model-actions.ts';
import { createModelLists } from './models/model-lists.ts';
import { createPulls } from './models/pulls.ts';
import { originOf } from './ollama/probe-version.ts';
import type { Platform } from './platform.ts';
import { type AppRouter, createRouter } from './router/router.ts';
import { createSupervisor } from './server/supervisor.ts';
import { createLaunchPlanner } from './settings/launch-planner.ts';
import { serverPort } from './settings/server-port.ts';
import { createSettingsStore } from './settings/settings-store.ts';
import { createSnapshotStore, type SnapshotStore } from './snapshot/snapshot-store.ts';
import { createViewers } from './snapshot/viewers.ts';

export interface AppOptions {
  /** Opened and locked by the host. */
  readonly dataFolder: DataFolder;
  readonly platform: Platform;
  /** Corral's own. */
  readonly version: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface App {
  readonly router: AppRouter;
  readonly snapshot: SnapshotStore;
  /** A request of our own UI to `/v1`, answered by the server it is forwarded to. */
  v1(request: Request): Promise<Response>;
  /** Returns at once; the server starts in the background. */
  start(): Promise<void>;
  /** Ends the server we started and waits until it is gone. */
  stop(): Promise<void>;
}

/** The application, without a host: makes the services and ties them together. */
export function createApp({ dataFolder, platform, version, env }: AppOptions): App {
  const dataDir = dataFolder.path;
  const settings = createSettingsStore({ platform, onChange: (value) => onSettings(value) });
  const conversations = createConversations(dataDir);
  const setAside = { settings: dataFolder.settingsSetAside, conversations: conversations.setAside };
  const store = createSnapshotStore(
    initialSnapshot({
      app: {
        version,
        host: platform.host,
        platform: process.platform,
        dataDir,
        memoryBytes: totalmem(),
        capabilities: platform.capabilities,
        notices: [...firstNotices(setAside), ...settings.notices],
      },
      settings: settings.get(),
      port: serverPort(settings.get(), env),
    }),
  );
  const log = createServerLog(dataDir);
  const activity = createActivityLog();
  const endpoint = () => supervisor.endpoint();
  const folder = () => modelsFolder(settings.get(), env);

  const exposure = createExposure({
    store,
    settings,
    network: createNetworkFacts({ env, platform: process.platform }),
    restartServer: () => supervisor.restart(),
    notify: (notification) => platform.notify(notification),
    isWatched: () => viewers.present,
  });
  const viewers = createViewers(store, () => void exposure.look());
  const planner = createLaunchPlanner({ store, settings, env, nextBind: exposure.nextBind });
  const onSettings = planner.settingsChanged;
  const supervisor = createSupervisor({
    store,
    dataDir,
    env,
    log,
    launchPlan: planner.plan,
    beforeBind: exposure.releasePort,
  });
  const lists = createModelLists({ store, endpoint, folder });
  const pulls = createPulls({ store, endpoint, onFinished: () => void lists.refresh() });
  const models = createModelActions({ store, endpoint, refresh: lists.refresh });
  const upstream = () => {
    const at = endpoint();
    return at && originOf(at);
  };

  const close = async (): Promise<void> => {
    pulls.close();
    lists.close();
    await exposure.close();
    await supervisor.close();
    conversations.close();
  };
  let closing: Promise<void> | null = null;

  return {
    router: createRouter({
      ...{ store, viewers, platform, supervisor, pulls, models, exposure, settings, conversations, log, activity },
      folder: (what) => ({ modelsFolder: folder(), logs: log.folder, dataFolder: dataDir })[what],
    }),
    snapshot: store,
    v1: createV1Forwarder({ upstream, activity }),
    start: async () => {
      exposure.start();
      if (settings.get().startServer) supervisor.want('running');
      void exposure.look();
    },
    stop: () => {
      closing ??= close();
      return closing;
    },
  };
}
