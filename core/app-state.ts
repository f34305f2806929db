import { totalmem } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { dataFolderText } from '../contract/derived/catalog/en/data-folder.ts';
import { openCorralDatabase } from './data-folder/corral-database.ts';
import { collectDamage, inMemoryNotice } from './data-folder/damage-notice.ts';
import type { DataFolder } from './data-folder/data-folder.ts';
import type { DamagedFile } from './data-folder/saved-file.ts';
import { unknownLine, unknownNotices, unknownVariables } from './environment/unknown-variables.ts';
import { type CorralLog, openCorralLog } from './logs/corral-log.ts';
import { createServerLog, type ServerLog } from './logs/server-log.ts';
import type { Platform, SettingsStore } from './platform/platform.ts';
import { fixedSettings } from './settings/fixed-settings.ts';
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

/** The host's store, or one that neither reads nor replaces a file that can't be read and couldn't be moved. */
function settingsStoreFor({ settingsStore }: Platform, damaged: DamagedFile | null): SettingsStore {
  if (damaged === null || 'movedTo' in damaged.aside) return settingsStore;
  const { file, aside } = damaged;
  return {
    read: () => ({}),
    write: () => {
      throw new Error(dataFolderText('notReplaced', { file, reason: aside.stuck }));
    },
  };
}

/** Opens the files of the data folder and creates the snapshot. */
export function openAppState({ dataFolder, platform, version, env }: AppOptions): AppState {
  const dataDir = dataFolder.path;
  const damage = collectDamage();
  const serverLog = createServerLog(dataDir, damage.report);
  const log = openCorralLog(join(dataDir, 'logs'), { onLine: serverLog.addCorralLine, onDamaged: damage.report });
  const { database, damaged, inMemory } = openCorralDatabase(dataDir);
  for (const file of [...dataFolder.damaged, ...damaged]) damage.report(file);
  const unknown = unknownVariables(env);
  for (const variable of unknown) log.logger.warn(unknownLine(variable));
  const fixed = fixedSettings(env, dataDir);
  const damagedSettings = dataFolder.damaged.find(({ file }) => file === 'settings.json') ?? null;
  const settingsStore = settingsStoreFor(platform, damagedSettings);
  const settings = createSettingsStore({ ...platform, settingsStore }, fixed);
  const app = {
    version,
    host: platform.host,
    platform: process.platform,
    dataDir,
    memoryBytes: totalmem(),
    capabilities: platform.capabilities,
    fixed,
    notices: [
      ...(inMemory === null ? [] : [inMemoryNotice(inMemory)]),
      ...settings.notices,
      ...unknownNotices(unknown),
    ],
  };
  const port = serverPort(settings.get(), env);
  const store = createSnapshotStore(initialSnapshot({ app, settings: settings.get(), port }));
  damage.showIn(store);
  settings.subscribe((next) => store.set('settings', next));
  const subscribers = createSubscriberCount(store);
  return { platform, env, dataDir, serverLog, log, database, settings, store, subscribers };
}
