import type { App } from 'electron';

/** Makes macOS open Corral when the person logs in. An unsigned build may be refused, without a word from the system. */
export function setOpenAtLogin(app: App, open: boolean): void {
  if (app.getLoginItemSettings().openAtLogin !== open) app.setLoginItemSettings({ openAtLogin: open });
}

/** Whether the system started Corral at login, when nobody waits for a window. */
export function wasOpenedAtLogin(app: App): boolean {
  return app.getLoginItemSettings().wasOpenedAtLogin;
}
