import { EventEmitter } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import type { MenuItemConstructorOptions } from 'electron';
import { vi } from 'vitest';

/** What was called on this fake Electron. */
export const electronLog = {
  /** Calls with their string arguments, in order. */
  calls: [] as string[],
  windows: [] as { readonly options: unknown; readonly urls: string[] }[],
  menus: [] as MenuItemConstructorOptions[][],
  handlers: new Map<string, (request: Request) => Promise<Response>>(),
  exit: vi.fn(),
};

function record(call: string, result?: unknown) {
  return (...args: unknown[]) => {
    electronLog.calls.push([call, ...args.filter((arg) => typeof arg === 'string')].join(' '));
    return result;
  };
}
export const app = Object.assign(new EventEmitter(), {
  setPath: record('setPath'),
  requestSingleInstanceLock: record('lock', true),
  whenReady: () => Promise.resolve(record('ready')()),
  setActivationPolicy: record('policy'),
  focus: record('focus'),
  getLoginItemSettings: () => ({ openAtLogin: false, wasOpenedAtLogin: false }),
  exit: record('exit'),
  relaunch: record('relaunch'),
  quit() {
    const preventDefault = vi.fn();
    app.emit('before-quit', { preventDefault });
    if (preventDefault.mock.calls.length === 0) electronLog.exit();
  },
});
export class BrowserWindow extends EventEmitter {
  readonly webContents = Object.assign(new EventEmitter(), { setWindowOpenHandler: () => undefined });
  readonly log: { options: unknown; urls: string[] };
  constructor(options: unknown) {
    super();
    this.log = { options, urls: [] };
    electronLog.windows.push(this.log);
  }
  loadURL(url: string) {
    this.log.urls.push(url);
    return Promise.resolve();
  }
}
export class MessageChannelMain extends EventEmitter {
  readonly port1: MessageChannelMain;
  readonly port2: unknown;
  constructor() {
    super();
    const { port1, port2 } = new MessageChannel();
    this.port2 = port2;
    this.port1 = Object.assign(this, {
      postMessage: (data: unknown) => port1.postMessage(data),
      start: () => port1.on('message', (data: unknown) => this.emit('message', { data })),
    });
    port1.on('close', () => this.emit('close'));
  }
}
export class Tray {
  readonly setContextMenu = (menu: { items: MenuItemConstructorOptions[] }) => electronLog.menus.push(menu.items);
  readonly setImage = record('setImage');
  readonly setToolTip = record('setToolTip');
  readonly destroy = record('removeTray');
}

export const Menu = {
  buildFromTemplate: (items: unknown) => Object.assign(new EventEmitter(), { items }),
  setApplicationMenu: record('applicationMenu'),
};
export const clipboard = { writeText: () => Promise.resolve() };
export const dialog = { showErrorBox: record('showErrorBox') };
export const ipcMain = new EventEmitter();
export const nativeImage = { createFromPath: (path: string) => path };
export const Notification = { isSupported: () => false };
export const powerMonitor = new EventEmitter();
export const powerSaveBlocker = { start: () => 1, stop: () => true, isStarted: () => true };
export const protocol = {
  registerSchemesAsPrivileged(schemes: readonly { readonly scheme: string }[]) {
    for (const { scheme } of schemes) record('scheme')(scheme);
  },
  handle(scheme: string, handler: (request: Request) => Promise<Response>) {
    record('handle')(scheme);
    electronLog.handlers.set(scheme, handler);
  },
};
export const session = {
  defaultSession: {
    setPermissionRequestHandler: record('refusePermissions'),
    setPermissionCheckHandler: () => undefined,
    setDevicePermissionHandler: () => undefined,
  },
};
export const shell = {};
export const systemPreferences = { getAnimationSettings: () => ({ prefersReducedMotion: true }) };
