import { app, dialog, Notification, powerSaveBlocker, shell } from 'electron';
import Store from 'electron-store';
import type { Platform, SettingsStore } from '../core/platform/platform.ts';
import { openExternalLink } from './external-link.ts';
import { setOpenAtLogin } from './login-item.ts';
import { createPowerSaveHold } from './power-save-hold.ts';

/** What only a desktop can do. */
export function createDesktopPlatform(dataDir: string, platform: NodeJS.Platform): Platform {
  return {
    host: 'desktop',
    capabilities: { pickFile: true, revealFile: true, loginItem: platform === 'darwin', keepAwake: true, quit: true },
    settingsStore: createSettingsStore(dataDir),
    notify({ title, body }) {
      // An unsigned build can't show notifications; the window shows everything they say too.
      if (Notification.isSupported()) new Notification({ title, body }).show();
    },
    openLink: openExternalLink,
    async revealFile(path) {
      shell.showItemInFolder(path);
    },
    async pickFile({ title, kind }) {
      const { filePaths } = await dialog.showOpenDialog({
        title,
        message: title,
        properties: [kind === 'folder' ? 'openDirectory' : 'openFile', 'showHiddenFiles'],
      });
      return filePaths[0] ?? null;
    },
    setOpenAtLogin: (open) => setOpenAtLogin(app, open),
    keepAwake: createPowerSaveHold(powerSaveBlocker),
    quit: () => app.quit(),
  };
}

/** `settings.json` in the data folder, written atomically; the headless host's store has the same format. */
function createSettingsStore(dataDir: string): SettingsStore {
  let store: Store<Record<string, unknown>> | undefined;
  // Opening it reads the file, which core may have found to be none that can be read.
  const open = () => {
    store ??= new Store({ cwd: dataDir, name: 'settings', configFileMode: 0o600 });
    return store;
  };
  return {
    read: () => open().store,
    write: (settings) => {
      open().store = { ...settings };
    },
  };
}
