import Store from 'electron-store';
import type { SettingsStore } from '../core/platform/platform.ts';

/** `settings.json` in the data folder, written atomically; the headless host's store has the same format. */
export function createElectronSettingsStore(dataDir: string): SettingsStore {
  const store = new Store<Record<string, unknown>>({ cwd: dataDir, name: 'settings', configFileMode: 0o600 });
  return {
    read: () => store.store,
    write: (settings) => {
      store.store = { ...settings };
    },
  };
}
