import type { App } from 'electron';

export interface DockPresence {
  windowOpened(): void;
  windowClosed(): void;
}

/** Without a window Corral is only in the menu bar; with one it is also in the Dock and in Cmd-Tab. Only macOS has the difference. */
export function createDockPresence(app: App, platform: NodeJS.Platform): DockPresence {
  if (platform !== 'darwin') return { windowOpened: () => undefined, windowClosed: () => undefined };
  // In the packaged app, LSUIElement does this before launch; run from a checkout, this call does.
  app.setActivationPolicy('accessory');
  return {
    windowOpened() {
      app.setActivationPolicy('regular');
      app.focus({ steal: true });
    },
    windowClosed: () => app.setActivationPolicy('accessory'),
  };
}
