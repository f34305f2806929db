import { EventEmitter } from 'node:events';
import { beforeEach, expect, it, vi } from 'vitest';
import { createMainWindow } from './main-window.ts';

const { made } = vi.hoisted(() => ({ made: [] as FakeWindow[] }));

class FakeWindow extends EventEmitter {
  readonly webContents = Object.assign(new EventEmitter(), { setWindowOpenHandler: vi.fn() });
  readonly show = vi.fn();
  readonly focus = vi.fn();
  readonly restore = vi.fn();
  readonly loadURL = vi.fn(() => Promise.resolve());
  readonly isMinimized = vi.fn(() => true);
  readonly options: unknown;
  constructor(options: unknown) {
    super();
    this.options = options;
    made.push(this);
  }
}

vi.mock('electron', () => ({
  get BrowserWindow() {
    return FakeWindow;
  },
}));

beforeEach(() => {
  made.length = 0;
});

function mainWindow() {
  const calls = { openLink: vi.fn(() => Promise.resolve()), onOpened: vi.fn(), onClosed: vi.fn() };
  return { ...calls, window: createMainWindow({ preload: '/preload.cjs', ...calls }) };
}

it('is made when it is first shown, isolated and sandboxed, and seen when it has something to show', () => {
  const { window, onOpened } = mainWindow();
  expect(made).toHaveLength(0);
  window.show('playground');
  expect(made[0]?.options).toMatchObject({
    width: 1120,
    height: 760,
    minWidth: 800,
    minHeight: 600,
    show: false,
    titleBarStyle: 'hiddenInset',
    trafficLightPosition: { x: 20, y: 20 },
    webPreferences: { preload: '/preload.cjs', sandbox: true, contextIsolation: true, nodeIntegration: false },
  });
  expect(made[0]?.loadURL).toHaveBeenCalledWith('app://corral/#/playground');
  expect(made[0]?.webContents.setWindowOpenHandler).toHaveBeenCalled();
  expect(onOpened).toHaveBeenCalledOnce();
  expect(made[0]?.show).not.toHaveBeenCalled();
  made[0]?.emit('ready-to-show');
  expect(made[0]?.show).toHaveBeenCalledOnce();
});

it('is the only one: shown again it comes to the front, on the page that is named', () => {
  const { window } = mainWindow();
  window.show();
  window.show();
  expect(made).toHaveLength(1);
  expect(made[0]?.loadURL).toHaveBeenCalledTimes(1);
  expect(made[0]?.restore).toHaveBeenCalledOnce();
  expect(made[0]?.focus).toHaveBeenCalledOnce();
  window.show('logs');
  expect(made[0]?.loadURL).toHaveBeenLastCalledWith('app://corral/#/logs');
});

it('is gone when it is closed, and made anew', () => {
  const { window, onClosed } = mainWindow();
  window.show();
  made[0]?.emit('closed');
  expect(onClosed).toHaveBeenCalledOnce();
  window.show();
  expect(made).toHaveLength(2);
});
