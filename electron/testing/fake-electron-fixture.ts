import { EventEmitter } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import type { MenuItemConstructorOptions } from 'electron';
import { vi } from 'vitest';

/** What happened to this fake Electron. */
export const happened = {
  /** Calls with their texts, in order. */
  done: [] as string[],
  windows: [] as { readonly options: unknown; readonly urls: string[] }[],
  menus: [] as MenuItemConstructorOptions[][],
  handlers: new Map<string, (request: Request) => Promise<Response>>(),
  gone: vi.fn(),
};

function note(what: string, answer?: unknown) {
  return (...args: unknown[]) => {
    happened.done.push([what, ...args.filter((arg) => typeof arg === 'string')].join(' '));
    return answer;
  };
}
export const app = Object.assign(new EventEmitter(), {
  setPath: note('setPath'),
  requestSingleInstanceLock: note('lock', true),
  whenReady: () => Promise.resolve(note('ready')()),
  setActivationPolicy: note('policy'),
  focus: note('focus'),
  getLoginItemSettings: () => ({ openAtLogin: false, wasOpenedAtLogin: false }),
  exit: note('exit'),
  quit() {
    const preventDefault = vi.fn();
    app.emit('before-quit', { preventDefault });
    if (preventDefault.mock.calls.length === 0) happened.gone();
  },
});
export class BrowserWindow extends EventEmitter {
  readonly webContents = Object.assign(new EventEmitter(), { setWindowOpenHandler: () => undefined });
  readonly made: { options: unknown; urls: string[] };
  constructor(options: unknown) {
    super();
    this.made = { options, urls: [] };
    happened.windows.push(this.made);
  }
  loadURL(url: string) {
    this.made.urls.push(url);
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
  readonly setContextMenu = (menu: { items: MenuItemConstructorOptions[] }) => happened.menus.push(menu.items);
  readonly setImage = note('setImage');
  readonly setToolTip = note('setToolTip');
  readonly destroy = note('removeTray');
}

export const Menu = {
  buildFromTemplate: (items: unknown) => Object.assign(new EventEmitter(), { items }),
  setApplicationMenu: note('applicationMenu'),
};
export const clipboard = { writeText: () => Promise.resolve() };
export const dialog = { showErrorBox: note('showErrorBox') };
export const ipcMain = new EventEmitter();
export const nativeImage = { createFromPath: (path: string) => path };
export const Notification = { isSupported: () => false };
export const powerMonitor = new EventEmitter();
export const powerSaveBlocker = { start: () => 1, stop: () => true, isStarted: () => true };
export const protocol = {
  registerSchemesAsPrivileged(schemes: readonly { readonly scheme: string }[]) {
    for (const { scheme } of schemes) note('scheme')(scheme);
  },
  handle(scheme: string, handler: (request: Request) => Promise<Response>) {
    note('handle')(scheme);
    happened.handlers.set(scheme, handler);
  },
};
export const session = {
  defaultSession: {
    setPermissionRequestHandler: note('refusePermissions'),
    setPermissionCheckHandler: () => undefined,
    setDevicePermissionHandler: () => undefined,
  },
};
export const shell = {};
export const systemPreferences = { getAnimationSettings: () => ({ prefersReducedMotion: true }) };
