import { join } from 'node:path';
import { Menu, type MenuItemConstructorOptions, type NativeImage, nativeImage, Tray } from 'electron';
import type { Snapshot } from '../contract/snapshot.ts';
import type { TrayAction, TrayEntry } from './tray-entry.ts';
import { type TrayIcon, trayFrames, trayIcon } from './tray-icon.ts';
import { trayMenu } from './tray-menu.ts';

export interface TrayOptions {
  readonly store: { get(): Snapshot; subscribe(listener: () => void): () => void };
  /** The folder of the template images. */
  readonly images: string;
  readonly run: (action: TrayAction) => Promise<void>;
  /** Whether the person asked the system for less motion. */
  readonly prefersReducedMotion: () => boolean;
}

/** Keeps the icon's place in the menu bar between launches. */
const trayId = '0b6c9d5e-2f6b-4b0e-9a3f-6d1f7c1a54c2';
/** How long each of the two rails stays open while the server starts. */
const frameMs = 600;

interface Shown {
  /** The menu as text, to tell whether another one is needed. */
  menu: string;
  icon: TrayIcon;
  frames: readonly NativeImage[];
  frame: number;
  open: boolean;
}

/** The menu-bar icon and its menu, following the state. Gives the function that takes them away. */
export function createTray({ store, images, run, prefersReducedMotion }: TrayOptions): () => void {
  const framesOf = (icon: TrayIcon) => trayFrames(icon).map((name) => nativeImage.createFromPath(join(images, name)));
  const tray = new Tray(join(images, trayFrames('stopped')[0]), trayId);
  const shown: Shown = { menu: '', frames: framesOf('stopped'), icon: 'stopped', frame: 0, open: false };

  const act = async (action: TrayAction): Promise<void> => {
    await run(action);
    // A click ticks a radio or a checkbox by itself, whatever came of it.
    shown.menu = '';
    drawMenu();
  };

  const drawMenu = (): void => {
    // Replacing an open menu closes it; its closing draws again.
    if (shown.open) return;
    const entries = trayMenu(store.get());
    const text = JSON.stringify(entries);
    if (text === shown.menu) return;
    shown.menu = text;
    const menu = Menu.buildFromTemplate(entries.map((entry) => toTemplate(entry, act)));
    menu.on('menu-will-show', () => {
      shown.open = true;
    });
    menu.on('menu-will-close', () => {
      shown.open = false;
      // The click on an entry comes after this event.
      setImmediate(drawMenu);
    });
    tray.setContextMenu(menu);
  };

  const drawIcon = (): void => {
    const image = shown.frames[shown.frame % shown.frames.length];
    if (image !== undefined) tray.setImage(image);
  };

  const draw = (): void => {
    drawMenu();
    const { server, exposure } = store.get();
    const icon = trayIcon(server.actual.state, exposure.effective);
    if (icon === shown.icon) return;
    Object.assign(shown, { icon, frames: framesOf(icon), frame: 0 });
    drawIcon();
  };

  const motion = setInterval(() => {
    if (shown.icon !== 'starting' || prefersReducedMotion()) return;
    shown.frame += 1;
    drawIcon();
  }, frameMs);
  tray.setToolTip('Corral');
  draw();
  const unsubscribe = store.subscribe(draw);
  return () => {
    clearInterval(motion);
    unsubscribe();
    tray.destroy();
  };
}

/** Electron's form of an entry. */
function toTemplate(entry: TrayEntry, run: (action: TrayAction) => unknown): MenuItemConstructorOptions {
  const { action, submenu, ...rest } = entry;
  return {
    ...rest,
    ...(action === undefined ? {} : { click: () => run(action) }),
    ...(submenu === undefined ? {} : { submenu: submenu.map((child) => toTemplate(child, run)) }),
  };
}
