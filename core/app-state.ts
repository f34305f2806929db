import { totalmem } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openCorralDatabase } from './data-folder/corral-database.ts';
import type { DataFolder } from './data-folder/data-folder.ts';
import { startupNotices } from './data-folder/startup-notices.ts';
import { type CorralLog, openCorralLog } from './logs/corral-log.ts';
import { createServerLog, type ServerLog } from './logs/server-log.ts';
import type { Platform } from './platform/platform.ts';
import { serverPort } from './settings/server-port.ts';
import { createSettingsStore, type SettingsService } from './settings/settings-store.ts';
import { initialSnapshot } from './snapshot/initial-snapshot.ts';
import { createSnapshotStore, type SnapshotStore } from './snapshot/snapshot-store.ts';
import { createSubscriberCount, type SubscriberCount } from './snapshot/subscriber-count.ts';

export interface AppOptions {
  /** From `openDataFolder`. */
  readonly dataFolder: DataFolder;
  readonly platform: Platform;
  /** Corral's own. */
  readonly version: string;
  readonly env: NodeJS.ProcessEnv;
}

/** What every service works on: the files of the data folder, and the snapshot. */
export interface AppState {
  readonly platform: Platform;
  readonly env: NodeJS.ProcessEnv;
  /** The data folder. */
  readonly dataDir: string;
  readonly serverLog: ServerLog;
  readonly log: CorralLog;
  readonly database: DatabaseSync;
  readonly settings: SettingsService;
  readonly store: SnapshotStore;
  readonly subscribers: SubscriberCount;
}

/** Opens the files of the data folder and creates the snapshot. */
export function openAppState({ dataFolder, platform, version, env }: AppOptions): AppState {
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
  const subscribers = createSubscriberCount(store);
  return { platform, env, dataDir, serverLog, log, database, settings, store, subscribers };
}
