import { BrowserWindow, type BrowserWindowConstructorOptions } from 'electron';
import { appOrigin } from './app-scheme.ts';
import type { Page } from './pages.ts';
import { type RevivedPage, type RevivePageOptions, revivePage } from './revive-page.ts';
import { confine } from './window-security.ts';

export interface MainWindowOptions extends RevivePageOptions {
  /** The bundled preload script. */
  readonly preload: string;
  readonly openLink: (url: string) => Promise<void>;
  readonly onOpened: () => void;
  readonly onClosed: () => void;
}

export interface MainWindow {
  /** Opens the window, or brings it to the front, on a page if one is named. */
  show(page?: Page): void;
  /** A page that fails from now on stays as it is, because Corral quits. */
  stopReviving(): void;
}

/** The only window: created when it is first shown, destroyed when it is closed. */
export function createMainWindow(options: MainWindowOptions): MainWindow {
  const open = new Map<BrowserWindow, RevivedPage>();

  const create = (page: Page): void => {
    const window = new BrowserWindow(windowOptions(options.preload));
    open.set(window, revivePage(window, options));
    confine(window.webContents, options.openLink);
    window.once('ready-to-show', () => window.show());
    window.once('closed', () => {
      open.delete(window);
      options.onClosed();
    });
    options.onOpened();
    load(window, page);
  };

  return {
    show(page) {
      const [shown] = open;
      if (shown === undefined) return create(page ?? 'server');
      const [window, revived] = shown;
      revived.reviveNow();
      if (page !== undefined) load(window, page);
      if (window.isMinimized()) window.restore();
      options.onOpened();
      window.show();
      window.focus();
    },
    stopReviving() {
      for (const revived of open.values()) revived.close();
    },
  };
}

function load(window: BrowserWindow, page: Page): void {
  // A load that fails is an event too, which is what loads it again.
  window.loadURL(pageUrl(page)).catch(() => undefined);
}

/** Pages differ only in the hash, so that an open window changes pages without a reload. */
function pageUrl(page: Page): string {
  return `${appOrigin}/#/${page}`;
}

function windowOptions(preload: string): BrowserWindowConstructorOptions {
  return {
    title: 'Corral',
    width: 1120,
    height: 760,
    minWidth: 800,
    minHeight: 600,
    show: false,
    titleBarStyle: 'hiddenInset',
    trafficLightPosition: { x: 20, y: 20 },
    vibrancy: 'sidebar',
    visualEffectState: 'followWindow',
    // These are the defaults, spelled out because everything else relies on them.
    webPreferences: { preload, sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true },
  };
}
