import { app, dialog, Notification, powerSaveBlocker, shell } from 'electron';
import type { Platform, SettingsStore } from '../core/platform/platform.ts';
import { openExternalLink } from './external-link.ts';
import { setOpenAtLogin } from './login-item.ts';
import { createPowerSaveHold } from './power-save-hold.ts';

/** What only a desktop can do. */
export function createDesktopPlatform(settingsStore: SettingsStore, platform: NodeJS.Platform): Platform {
  return {
    host: 'desktop',
    capabilities: { pickFile: true, revealFile: true, loginItem: platform === 'darwin', keepAwake: true, quit: true },
    settingsStore,
    notify({ title, body }) {
      // An unsigned build can't show any; everything said here stands in the window too.
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
