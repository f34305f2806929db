import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ServerActual } from '../contract/server.ts';
import { initialSnapshot } from '../core/snapshot/initial-snapshot.ts';
import { sampleFacts } from './testing/snapshot-fixture.ts';
import { createTray } from './tray.ts';

const tray = {
  made: vi.fn<(path: string) => void>(),
  setContextMenu: vi.fn(),
  setImage: vi.fn(),
  setToolTip: vi.fn(),
  destroy: vi.fn(),
};

vi.mock('electron', () => ({
  Tray: class {
    readonly setContextMenu = tray.setContextMenu;
    readonly setImage = tray.setImage;
    readonly setToolTip = tray.setToolTip;
    readonly destroy = tray.destroy;
    constructor(path: string) {
      tray.made(path);
    }
  },
  Menu: { buildFromTemplate: (items: unknown) => Object.assign(new EventEmitter(), { items }) },
  nativeImage: { createFromPath: (path: string) => path },
}));

const images = join(import.meta.dirname, '../assets/tray');
function lastMenu(): EventEmitter & { items: MenuItemConstructorOptions[] } {
  return tray.setContextMenu.mock.lastCall?.[0];
}
function firstLabel() {
  return lastMenu().items[0]?.label;
}

function trayOf(options: { still?: boolean } = {}) {
  const state = { snapshot: initialSnapshot(sampleFacts) };
  const changes = new EventEmitter();
  const run = vi.fn(() => Promise.resolve());
  const remove = createTray({
    store: {
      get: () => state.snapshot,
      subscribe(listener) {
        changes.on('change', listener);
        return () => changes.off('change', listener);
      },
    },
    images,
    run,
    prefersReducedMotion: () => options.still === true,
  });
  const become = (actual: ServerActual) => {
    state.snapshot = { ...state.snapshot, server: { ...state.snapshot.server, actual } };
    changes.emit('change');
  };
  const share = (who: { open: boolean; keyed: boolean }) => {
    const effective = { ...who, reach: 'localNetwork' as const, ollamaHost: '', listening: [] };
    state.snapshot = { ...state.snapshot, exposure: { ...state.snapshot.exposure, effective } };
    changes.emit('change');
  };
  return {
    run,
    remove,
    become,
    share,
    repeat: () => changes.emit('change'),
    listeners: () => changes.listenerCount('change'),
  };
}

const starting = { state: 'starting', runId: 'r', since: 1 } as const;

beforeEach(() => {
  vi.useFakeTimers();
  for (const fake of Object.values(tray)) fake.mockClear();
});

afterEach(() => {
  vi.useRealTimers();
});

it('draws the menu again when it would differ, and only then', () => {
  const { become, repeat, remove } = trayOf();
  expect(firstLabel()).toBe('Stopped');
  repeat();
  expect(tray.setContextMenu).toHaveBeenCalledTimes(1);
  become(starting);
  expect(firstLabel()).toBe('Starting…');
  remove();
});

it('leaves an open menu alone and draws when it has closed', () => {
  const { become, remove } = trayOf();
  const menu = lastMenu();
  menu.emit('menu-will-show');
  become(starting);
  expect(tray.setContextMenu).toHaveBeenCalledTimes(1);
  menu.emit('menu-will-close');
  vi.advanceTimersByTime(0);
  expect(firstLabel()).toBe('Starting…');
  remove();
});

it('takes back the tick of a choice that came to nothing', async () => {
  const { run, remove } = trayOf();
  const network = lastMenu().items.find(({ label }) => label?.startsWith('Network'));
  const choices = Array.isArray(network?.submenu) ? network.submenu : [];
  const local = choices.find(({ label }) => label === 'Local Network');
  await Reflect.apply(local?.click ?? (() => undefined), null, []);
  expect(run).toHaveBeenCalledWith({ do: 'setReach', reach: 'localNetwork' });
  expect(tray.setContextMenu).toHaveBeenCalledTimes(2);
  remove();
});

it('moves while the server starts, unless the person wants stillness', () => {
  for (const still of [false, true]) {
    tray.setImage.mockClear();
    const { become, remove } = trayOf({ still });
    become(starting);
    vi.advanceTimersByTime(1_300);
    const names = tray.setImage.mock.calls.map(([path]) => path.slice(images.length + 1));
    const moving = ['starting1Template.png', 'starting2Template.png', 'starting1Template.png'];
    expect(names).toEqual(still ? moving.slice(0, 1) : moving);
    remove();
  }
});

it('has an image, and one of twice the size, for every icon', () => {
  const { become, share, remove } = trayOf();
  become(starting);
  vi.advanceTimersByTime(700);
  become({ state: 'running', runId: 'r', since: 1, version: '1' });
  share({ open: false, keyed: true });
  share({ open: true, keyed: false });
  become({ state: 'portInUse', pid: null, name: null, canTakeOver: false });
  become({ state: 'stopped' });
  const paths: string[] = [...tray.made.mock.calls, ...tray.setImage.mock.calls].map(([path]) => path);
  expect(new Set(paths).size).toBe(7);
  for (const path of paths) {
    expect(existsSync(path)).toBe(true);
    expect(existsSync(path.replace('.png', '@2x.png'))).toBe(true);
  }
  remove();
});

it('is gone without a trace', () => {
  const { remove, listeners } = trayOf();
  remove();
  expect(tray.destroy).toHaveBeenCalledOnce();
  expect(listeners()).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});
