import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { app, clipboard, dialog, ipcMain, Menu, powerMonitor, protocol, session, systemPreferences } from 'electron';
import { createApp } from '../core/app.ts';
import { openDataFolder } from '../core/data-folder/data-folder.ts';
import pkg from '../package.json' with { type: 'json' };
import { createAppProtocol } from './app-protocol.ts';
import { appScheme } from './app-scheme.ts';
import { applicationMenu } from './application-menu.ts';
import { createDesktopPlatform } from './desktop-platform.ts';
import { createDockPresence } from './dock.ts';
import { openExternalLink } from './external-link.ts';
import { quitPrompt } from './interruption-prompt.ts';
import { wasOpenedAtLogin } from './login-item.ts';
import { createMainWindow } from './main-window.ts';
import { promptConfirm, promptInterruption } from './prompts.ts';
import { handleQuit } from './quit.ts';
import { serveRpc } from './rpc-port.ts';
import { createTray } from './tray.ts';
import { runTrayAction, type TrayActionOptions } from './tray-actions.ts';
import { refusePermissions } from './window-security.ts';

/**
 * Starts the application on the desktop; only wires.
 * @throws HostLockedError when another host has the data folder
 */
export async function startDesktop(dataDir: string): Promise<void> {
  const here = import.meta.dirname;
  const { platform, env } = process;
  const dock = createDockPresence(app, platform);
  const dataFolder = await openDataFolder(dataDir, 'desktop');
  const desktop = createDesktopPlatform(dataDir, platform);
  const corral = createApp({ dataFolder, platform: desktop, version: pkg.version, env });
  await app.whenReady();

  refusePermissions(session.defaultSession);
  protocol.handle(appScheme, createAppProtocol({ pagesFolder: join(here, '../renderer'), api: corral.api }));
  serveRpc(ipcMain, corral.router);
  const window = createMainWindow({
    preload: join(here, 'preload.cjs'),
    openLink: openExternalLink,
    onOpened: dock.windowOpened,
    onClosed: dock.windowClosed,
  });
  const actions: TrayActionOptions = {
    client: createRouterClient(corral.router),
    show: window.show,
    copy: async (text) => clipboard.writeText(text),
    promptConfirm: (prompt) => promptConfirm(prompt, dialog),
    promptInterruption: (prompt) => promptInterruption(prompt, dialog),
    showError: (message) => dialog.showMessageBox({ type: 'warning', message }),
    quit: () => app.quit(),
  };
  const removeTray = createTray({
    store: corral.snapshot,
    images: join(here, '../../assets/tray'),
    run: (action) => runTrayAction(action, actions),
    prefersReducedMotion: () => systemPreferences.getAnimationSettings().prefersReducedMotion,
  });
  const restartServer = () => void runTrayAction({ do: 'restartServer' }, actions);
  Menu.setApplicationMenu(Menu.buildFromTemplate(applicationMenu({ show: window.show, restartServer })));

  // Without a listener Electron would quit with the last window.
  app.on('window-all-closed', () => undefined);
  app.on('second-instance', () => window.show());
  app.on('activate', () => window.show());
  handleQuit({
    app,
    powerMonitor,
    process,
    confirmQuit: async () => {
      const prompt = quitPrompt(corral.snapshot.get());
      return prompt === null || promptConfirm(prompt, dialog);
    },
    async stop() {
      removeTray();
      await corral.stop();
      await dataFolder.release();
    },
  });
  // The network, the server and the disks may have changed while the machine slept.
  powerMonitor.on('resume', () => corral.refresh());
  powerMonitor.on('unlock-screen', () => corral.refresh());
  await corral.start();
  if (!wasOpenedAtLogin(app)) window.show();
}
