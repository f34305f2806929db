import Conf from 'conf';
import type { SettingsStore } from '../core/platform/platform.ts';

/** `settings.json` in the data folder, written atomically, in the format of the desktop's electron-store. */
export function createConfSettingsStore(dataDir: string): SettingsStore {
  const store = new Conf<Record<string, unknown>>({ cwd: dataDir, configName: 'settings', configFileMode: 0o600 });
  return {
    read: () => store.store,
    write: (settings) => {
      store.store = { ...settings };
    },
  };
}
