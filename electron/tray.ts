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
  readonly prefersReducedMotion: () => boolean;
}

/** Lets the system keep the icon's position in the menu bar between launches. */
const TRAY_ID = '0b6c9d5e-2f6b-4b0e-9a3f-6d1f7c1a54c2';
/** How long each frame is shown while the server starts. */
const FRAME_MS = 600;

/** The menu-bar icon and its menu, which follow the state. Returns the function that removes them. */
export function createTray({ store, images, run, prefersReducedMotion }: TrayOptions): () => void {
  const tray = new Tray(join(images, trayFrames('stopped')[0]), TRAY_ID);
  tray.setToolTip('Corral');
  const drawMenu = createMenuView(tray, { store, run });
  const icon = createIconView(tray, images);
  const draw = (): void => {
    drawMenu();
    const { server, exposure } = store.get();
    icon.show(trayIcon(server.actual.state, exposure.effective));
  };
  const animation = setInterval(() => {
    if (!prefersReducedMotion()) icon.showNextFrame();
  }, FRAME_MS);
  draw();
  const unsubscribe = store.subscribe(draw);
  return () => {
    clearInterval(animation);
    unsubscribe();
    tray.destroy();
  };
}

/** Returns the function that draws the menu if the state changed it. */
function createMenuView(tray: Tray, { store, run }: Pick<TrayOptions, 'store' | 'run'>): () => void {
  /** `drawn` is the menu as JSON, to see whether it changed. */
  const state: { drawn: string; open: boolean } = { drawn: '', open: false };

  function draw(): void {
    // Replacing an open menu would close it; it is drawn again when it closes.
    if (state.open) return;
    const entries = trayMenu(store.get());
    const text = JSON.stringify(entries);
    if (text === state.drawn) return;
    state.drawn = text;
    const menu = Menu.buildFromTemplate(entries.map((entry) => toTemplate(entry, runAndDraw)));
    menu.on('menu-will-show', () => {
      state.open = true;
    });
    menu.on('menu-will-close', () => {
      state.open = false;
      // The click event of an entry follows this one.
      setImmediate(draw);
    });
    tray.setContextMenu(menu);
  }

  async function runAndDraw(action: TrayAction): Promise<void> {
    await run(action);
    // The system checks a clicked radio or checkbox, whether or not the action succeeded.
    state.drawn = '';
    draw();
  }

  return draw;
}

interface IconView {
  show(icon: TrayIcon): void;
  /** Does nothing for an icon of one frame. */
  showNextFrame(): void;
}

function createIconView(tray: Tray, images: string): IconView {
  const framesOf = (icon: TrayIcon): readonly NativeImage[] =>
    trayFrames(icon).map((name) => nativeImage.createFromPath(join(images, name)));
  const shown = { icon: 'stopped' as TrayIcon, frames: framesOf('stopped'), frame: 0 };
  const draw = (): void => {
    const image = shown.frames[shown.frame % shown.frames.length];
    if (image !== undefined) tray.setImage(image);
  };
  return {
    show(icon) {
      if (icon === shown.icon) return;
      Object.assign(shown, { icon, frames: framesOf(icon), frame: 0 });
      draw();
    },
    showNextFrame() {
      if (shown.frames.length < 2) return;
      shown.frame += 1;
      draw();
    },
  };
}

/** An entry as a template for Electron. */
function toTemplate(entry: TrayEntry, run: (action: TrayAction) => unknown): MenuItemConstructorOptions {
  const { action, submenu, ...rest } = entry;
  return {
    ...rest,
    ...(action === undefined ? {} : { click: () => run(action) }),
    ...(submenu === undefined ? {} : { submenu: submenu.map((child) => toTemplate(child, run)) }),
  };
}
