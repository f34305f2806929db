import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { app, clipboard, dialog, ipcMain, Menu, powerMonitor, protocol, session, systemPreferences } from 'electron';
import { type App, createApp } from '../core/app.ts';
import { type Opening, startStoppable } from '../core/async/stoppable-start.ts';
import { openDataFolder } from '../core/data-folder/data-folder.ts';
import type { DamagedFile } from '../core/data-folder/saved-file.ts';
import pkg from '../package.json' with { type: 'json' };
import { createAppProtocol } from './app-protocol.ts';
import { appScheme } from './app-scheme.ts';
import { applicationMenu } from './application-menu.ts';
import { confirmQuit } from './confirm-quit.ts';
import { createDesktopPlatform } from './desktop-platform.ts';
import { createDockPresence } from './dock.ts';
import { openExternalLink } from './external-link.ts';
import { wasOpenedAtLogin } from './login-item.ts';
import { createMainWindow, type MainWindow } from './main-window.ts';
import { askToReload } from './page-questions.ts';
import { promptConfirm, promptInterruption, promptQuit } from './prompts.ts';
import { handleQuit, takeSignals } from './quit.ts';
import { serveRpc } from './rpc-port.ts';
import { createTray } from './tray.ts';
import { runTrayAction, type TrayActionOptions } from './tray-actions.ts';
import { handleUnexpectedErrors, logEndedProcesses } from './unexpected-errors.ts';
import { refusePermissions } from './window-security.ts';

/** The tray and the menu bar, whose entries do the same. Returns the function that removes the tray. */
function createMenus(corral: App, window: MainWindow, images: string): () => void {
  const actions: TrayActionOptions = {
    client: createRouterClient(corral.router),
    snapshot: corral.snapshot.get,
    show: window.show,
    copy: async (text) => clipboard.writeText(text),
    promptConfirm: (prompt) => promptConfirm(prompt, dialog),
    promptInterruption: (prompt) => promptInterruption(prompt, dialog),
    showError: (message) => dialog.showMessageBox({ type: 'warning', message }),
    quit: () => app.quit(),
  };
  const restartServer = () => void runTrayAction({ do: 'restartServer' }, actions);
  Menu.setApplicationMenu(Menu.buildFromTemplate(applicationMenu({ show: window.show, restartServer })));
  return createTray({
    store: corral.snapshot,
    images,
    run: (action) => runTrayAction(action, actions),
    prefersReducedMotion: () => systemPreferences.getAnimationSettings().prefersReducedMotion,
  });
}

export interface DesktopOptions {
  readonly dataDir: string;
  /** What was found before the data folder was opened. */
  readonly damaged: readonly DamagedFile[];
}

/** Opens everything; only wires. Null where it was stopped first. */
async function open(
  { dataDir, damaged, ready }: DesktopOptions & { readonly ready: Promise<void> },
  { stopping, onClose, stop }: Opening,
): Promise<App | null> {
  const here = import.meta.dirname;
  const { platform, env } = process;
  const dock = createDockPresence(app, platform);
  const dataFolder = await openDataFolder(dataDir, 'desktop', stopping);
  onClose(() => dataFolder.release());
  if (stopping.aborted) return null;
  const corral = createApp({
    dataFolder: { ...dataFolder, damaged: [...damaged, ...dataFolder.damaged] },
    platform: createDesktopPlatform(dataDir, platform),
    version: pkg.version,
    env,
  });
  onClose(corral.stop);
  await ready;
  if (stopping.aborted) return null;

  refusePermissions(session.defaultSession);
  protocol.handle(appScheme, createAppProtocol({ pagesFolder: join(here, '../renderer'), api: corral.api }));
  serveRpc(ipcMain, corral.router);
  const window = createMainWindow({
    preload: join(here, 'preload.cjs'),
    openLink: openExternalLink,
    onOpened: dock.windowOpened,
    onClosed: dock.windowClosed,
    log: (failure) => corral.logger.error(`the window's page failed: ${failure}`),
    ask: (question, window, signal) =>
      askToReload(question, { dialog, window, signal, log: join(dataDir, 'logs', 'corral.log') }),
  });
  onClose(createMenus(corral, window, join(here, '../../assets/tray')));
  onClose(window.stopReviving);

  app.on('second-instance', () => window.show());
  app.on('activate', () => window.show());
  logEndedProcesses(app, corral.logger);
  handleUnexpectedErrors({ process, app, stop, logger: corral.logger });
  // The network, the server and the disks may have changed while the machine slept.
  powerMonitor.on('resume', () => corral.refresh());
  powerMonitor.on('unlock-screen', () => corral.refresh());
  await corral.start();
  if (!wasOpenedAtLogin(app)) window.show();
  return corral;
}

/**
 * Starts the application on the desktop, which a signal or a quit ends at any time.
 * @throws HostLockedError when another host has the data folder, DataFolderError when that can't be used
 */
export async function startDesktop(options: DesktopOptions): Promise<void> {
  // Without a listener Electron would quit with the last window.
  app.on('window-all-closed', () => undefined);
  const running: { corral: App | null } = { corral: null };
  const ready = app.whenReady();
  const { started, stop } = startStoppable((opening) => open({ ...options, ready }, opening));
  const quitWithoutPrompt = handleQuit({
    app,
    process,
    confirmQuit: async () =>
      running.corral === null ||
      confirmQuit(running.corral, {
        promptConfirm: (prompt) => promptConfirm(prompt, dialog),
        promptQuit: (prompt) => promptQuit(prompt, dialog),
      }),
    stop,
  });
  void ready.then(() => takeSignals(process, quitWithoutPrompt));
  running.corral = await started;
  powerMonitor.on('shutdown', quitWithoutPrompt);
}
