import type { MenuItemConstructorOptions } from 'electron';
import type { Page } from './pages.ts';

export interface ApplicationMenuOptions {
  readonly show: (page: Page) => void;
  readonly restartServer: () => void;
}

const pages: readonly [Page, string][] = [
  ['server', 'Server'],
  ['models', 'Models'],
  ['playground', 'Playground'],
  ['network', 'Network'],
  ['activity', 'Activity'],
  ['logs', 'Logs'],
];

/** The menu bar while a window is open. Without the Edit roles, copy and paste would not work on macOS. */
export function applicationMenu({ show, restartServer }: ApplicationMenuOptions): MenuItemConstructorOptions[] {
  return [
    {
      label: 'Corral',
      submenu: [
        { role: 'about' },
        { type: 'separator' },
        { label: 'Settings…', accelerator: 'CmdOrCtrl+,', click: () => show('settings') },
        { type: 'separator' },
        { label: 'Restart Server', accelerator: 'CmdOrCtrl+R', click: restartServer },
        { type: 'separator' },
        { role: 'services' },
        { type: 'separator' },
        { role: 'hide' },
        { role: 'hideOthers' },
        { role: 'unhide' },
        { type: 'separator' },
        { role: 'quit' },
      ],
    },
    { label: 'File', submenu: [{ role: 'close' }] },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        ...pages.map(([page, label], index) => ({
          label,
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
      ],
    },
    { role: 'windowMenu' },
  ];
}
