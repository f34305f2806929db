import { BrowserWindow, type BrowserWindowConstructorOptions } from 'electron';
import { appOrigin } from './app-scheme.ts';
import type { Page } from './pages.ts';
import { confine } from './window-security.ts';

export interface MainWindowOptions {
  /** The bundled preload script. */
  readonly preload: string;
  readonly openLink: (url: string) => Promise<void>;
  readonly onOpened: () => void;
  readonly onClosed: () => void;
}

export interface MainWindow {
  /** Opens the window, or brings it to the front, on a page if one is named. */
  show(page?: Page): void;
}

/** The only window: created when it is first shown, destroyed when it is closed. */
export function createMainWindow(options: MainWindowOptions): MainWindow {
  const open = new Set<BrowserWindow>();

  const create = (page: Page): void => {
    const window = new BrowserWindow(windowOptions(options.preload));
    open.add(window);
    confine(window.webContents, options.openLink);
    window.once('ready-to-show', () => window.show());
    window.once('closed', () => {
      open.delete(window);
      options.onClosed();
    });
    options.onOpened();
    void window.loadURL(pageUrl(page));
  };

  return {
    show(page) {
      const [window] = open;
      if (window === undefined) return create(page ?? 'server');
      if (page !== undefined) void window.loadURL(pageUrl(page));
      if (window.isMinimized()) window.restore();
      options.onOpened();
      window.show();
      window.focus();
    },
  };
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
