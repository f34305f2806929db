import { EventEmitter } from 'node:events';
import { beforeEach, expect, it, vi } from 'vitest';
import { createMainWindow } from './main-window.ts';

const { windows } = vi.hoisted(() => ({ windows: [] as FakeWindow[] }));

class FakeWindow extends EventEmitter {
  readonly webContents = Object.assign(new EventEmitter(), { setWindowOpenHandler: vi.fn(), reload: vi.fn() });
  readonly show = vi.fn();
  readonly focus = vi.fn();
  readonly restore = vi.fn();
  readonly loadURL = vi.fn(() => Promise.resolve());
  readonly isMinimized = vi.fn(() => true);
  readonly options: unknown;
  constructor(options: unknown) {
    super();
    this.options = options;
    windows.push(this);
  }
}

vi.mock('electron', () => ({
  get BrowserWindow() {
    return FakeWindow;
  },
}));

beforeEach(() => {
  windows.length = 0;
});

function mainWindow() {
  const calls = {
    openLink: vi.fn(() => Promise.resolve()),
    onOpened: vi.fn(),
    onClosed: vi.fn(),
    log: vi.fn(),
    ask: vi.fn(() => new Promise<boolean>(() => undefined)),
  };
  return { ...calls, window: createMainWindow({ preload: '/preload.cjs', ...calls }) };
}

it('is created when it is first shown, isolated and sandboxed, and visible when it is ready', () => {
  const { window, onOpened } = mainWindow();
  expect(windows).toHaveLength(0);
  window.show('playground');
  expect(windows[0]?.options).toMatchObject({
    width: 1120,
    height: 760,
    minWidth: 800,
    minHeight: 600,
    show: false,
    titleBarStyle: 'hiddenInset',
    trafficLightPosition: { x: 20, y: 20 },
    webPreferences: { preload: '/preload.cjs', sandbox: true, contextIsolation: true, nodeIntegration: false },
  });
  expect(windows[0]?.loadURL).toHaveBeenCalledWith('app://corral/#/playground');
  expect(windows[0]?.webContents.setWindowOpenHandler).toHaveBeenCalled();
  expect(onOpened).toHaveBeenCalledOnce();
  expect(windows[0]?.show).not.toHaveBeenCalled();
  windows[0]?.emit('ready-to-show');
  expect(windows[0]?.show).toHaveBeenCalledOnce();
});

it('is the only one: shown again, it comes to the front on the given page', () => {
  const { window } = mainWindow();
  window.show();
  window.show();
  expect(windows).toHaveLength(1);
  expect(windows[0]?.loadURL).toHaveBeenCalledTimes(1);
  expect(windows[0]?.restore).toHaveBeenCalledOnce();
  expect(windows[0]?.focus).toHaveBeenCalledOnce();
  window.show('logs');
  expect(windows[0]?.loadURL).toHaveBeenLastCalledWith('app://corral/#/logs');
});

it('is destroyed when it is closed, and created again', () => {
  const { window, onClosed } = mainWindow();
  window.show();
  windows[0]?.emit('closed');
  expect(onClosed).toHaveBeenCalledOnce();
  window.show();
  expect(windows).toHaveLength(2);
});

it('is loaded again when its page crashes, and when it is shown after a page that kept crashing, but not while Corral quits', () => {
  const { window, ask } = mainWindow();
  window.show();
  const contents = windows[0]?.webContents;
  const crash = () => contents?.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
  for (const reloads of [1, 2, 2]) {
    crash();
    expect(contents?.reload).toHaveBeenCalledTimes(reloads);
  }
  expect(ask).toHaveBeenCalledOnce();
  window.show();
  expect(contents?.reload).toHaveBeenCalledTimes(3);
  expect(windows).toHaveLength(1);
  window.stopReviving();
  crash();
  expect(contents?.reload).toHaveBeenCalledTimes(3);
});
