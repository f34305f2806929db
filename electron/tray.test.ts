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
  create: vi.fn<(path: string) => void>(),
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
      tray.create(path);
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

function openTray(options: { reducedMotion?: boolean } = {}) {
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
    prefersReducedMotion: () => options.reducedMotion === true,
  });
  const setActual = (actual: ServerActual) => {
    state.snapshot = { ...state.snapshot, server: { ...state.snapshot.server, actual } };
    changes.emit('change');
  };
  const setAccess = (access: { open: boolean; keyed: boolean }) => {
    const effective = { ...access, reach: 'localNetwork' as const, ollamaHost: '', listening: [] };
    state.snapshot = { ...state.snapshot, exposure: { ...state.snapshot.exposure, effective } };
    changes.emit('change');
  };
  return {
    run,
    remove,
    setActual,
    setAccess,
    notify: () => changes.emit('change'),
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

it('draws the menu only when it changed', () => {
  const { setActual, notify, remove } = openTray();
  expect(firstLabel()).toBe('Stopped');
  notify();
  expect(tray.setContextMenu).toHaveBeenCalledTimes(1);
  setActual(starting);
  expect(firstLabel()).toBe('Starting…');
  remove();
});

it('doesn’t replace an open menu, and draws when it closes', () => {
  const { setActual, remove } = openTray();
  const menu = lastMenu();
  menu.emit('menu-will-show');
  setActual(starting);
  expect(tray.setContextMenu).toHaveBeenCalledTimes(1);
  menu.emit('menu-will-close');
  vi.advanceTimersByTime(0);
  expect(firstLabel()).toBe('Starting…');
  remove();
});

it('unchecks a choice that had no effect', async () => {
  const { run, remove } = openTray();
  const network = lastMenu().items.find(({ label }) => label?.startsWith('Network'));
  const choices = Array.isArray(network?.submenu) ? network.submenu : [];
  const local = choices.find(({ label }) => label === 'Local Network');
  await Reflect.apply(local?.click ?? (() => undefined), null, []);
  expect(run).toHaveBeenCalledWith({ do: 'setReach', reach: 'localNetwork' });
  expect(tray.setContextMenu).toHaveBeenCalledTimes(2);
  remove();
});

it('is animated while the server starts, unless reduced motion is preferred', () => {
  for (const reducedMotion of [false, true]) {
    tray.setImage.mockClear();
    const { setActual, remove } = openTray({ reducedMotion });
    setActual(starting);
    vi.advanceTimersByTime(1_300);
    const names = tray.setImage.mock.calls.map(([path]) => path.slice(images.length + 1));
    const animated = ['starting1Template.png', 'starting2Template.png', 'starting1Template.png'];
    expect(names).toEqual(reducedMotion ? animated.slice(0, 1) : animated);
    remove();
  }
});

it('has an image and a @2x image for every icon', () => {
  const { setActual, setAccess, remove } = openTray();
  setActual(starting);
  vi.advanceTimersByTime(700);
  setActual({ state: 'running', runId: 'r', since: 1, version: '1' });
  setAccess({ open: false, keyed: true });
  setAccess({ open: true, keyed: false });
  setActual({ state: 'portInUse', pid: null, name: null, canTakeOver: false });
  setActual({ state: 'stopped' });
  const paths: string[] = [...tray.create.mock.calls, ...tray.setImage.mock.calls].map(([path]) => path);
  expect(new Set(paths).size).toBe(7);
  for (const path of paths) {
    expect(existsSync(path)).toBe(true);
    expect(existsSync(path.replace('.png', '@2x.png'))).toBe(true);
  }
  remove();
});

it('leaves no listener or timer behind', () => {
  const { remove, listeners } = openTray();
  remove();
  expect(tray.destroy).toHaveBeenCalledOnce();
  expect(listeners()).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});
