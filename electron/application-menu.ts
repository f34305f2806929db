import type { MenuItemConstructorOptions } from 'electron';
import { desktopText } from '../contract/derived/catalog/en/desktop.ts';
import { shellText } from '../contract/derived/catalog/en/shell.ts';
import type { Page } from './pages.ts';

export interface ApplicationMenuOptions {
  readonly show: (page: Page) => void;
  readonly restartServer: () => void;
}

/** The pages of the View menu; Settings has its place in the application's menu. */
const PAGES = ['server', 'models', 'playground', 'network', 'activity', 'logs'] as const satisfies readonly Page[];

/** The menu bar while a window is open. Without the Edit roles, copy and paste wouldn't work on macOS. */
export function applicationMenu({ show, restartServer }: ApplicationMenuOptions): MenuItemConstructorOptions[] {
  return [
    { label: 'Corral', submenu: appMenu({ show, restartServer }) },
    { label: desktopText('menu.file'), submenu: [{ role: 'close' }] },
    { role: 'editMenu' },
    { label: desktopText('menu.view'), submenu: viewMenu(show) },
    { role: 'windowMenu' },
  ];
}

function appMenu({ show, restartServer }: ApplicationMenuOptions): MenuItemConstructorOptions[] {
  return [
    { role: 'about' },
    { type: 'separator' },
    { label: desktopText('menu.settings'), accelerator: 'CmdOrCtrl+,', click: () => show('settings') },
    { type: 'separator' },
    { label: desktopText('menu.restart'), accelerator: 'CmdOrCtrl+R', click: restartServer },
    { type: 'separator' },
    { role: 'services' },
    { type: 'separator' },
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    { type: 'separator' },
    { role: 'quit' },
  ];
}

function viewMenu(show: ApplicationMenuOptions['show']): MenuItemConstructorOptions[] {
  return [
    ...PAGES.map((page, index) => ({
      label: shellText(`section.${page}`),
      accelerator: `CmdOrCtrl+${index + 1}`,
      click: () => show(page),
    })),
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
    { role: 'toggleDevTools' },
  ];
}
