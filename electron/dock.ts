import type { App } from 'electron';

export interface DockPresence {
  windowOpened(): void;
  windowClosed(): void;
}

/**
 * Without a window Corral lives in the menu bar alone; with one it has a Dock icon, a menu bar and a place in Cmd-Tab. Only
 * macOS knows the difference.
 */
export function createDockPresence(app: App, platform: NodeJS.Platform): DockPresence {
  if (platform !== 'darwin') return { windowOpened: () => undefined, windowClosed: () => undefined };
  // Packaged, LSUIElement says so before the first frame; run from a checkout, this does.
  app.setActivationPolicy('accessory');
  return {
    windowOpened() {
      app.setActivationPolicy('regular');
      app.focus({ steal: true });
    },
    windowClosed: () => app.setActivationPolicy('accessory'),
  };
}
