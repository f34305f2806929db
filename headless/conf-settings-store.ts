import Conf from 'conf';
import type { SettingsStore } from '../core/platform/platform.ts';

/** `settings.json` in the data folder, written atomically, in the format of the desktop's electron-store. */
export function createConfSettingsStore(dataDir: string): SettingsStore {
  let store: Conf<Record<string, unknown>> | undefined;
  // Opening it reads the file, which core may have found to be none that can be read.
  const open = () => {
    store ??= new Conf({ cwd: dataDir, configName: 'settings', configFileMode: 0o600 });
    return store;
  };
  return {
    read: () => open().store,
    write: (settings) => {
      open().store = { ...settings };
    },
  };
}
