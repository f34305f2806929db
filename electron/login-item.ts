import type { App } from 'electron';

/** Makes macOS open Corral when the person logs in. For an unsigned build the system may ignore this silently. */
export function setOpenAtLogin(app: App, open: boolean): void {
  if (app.getLoginItemSettings().openAtLogin !== open) app.setLoginItemSettings({ openAtLogin: open });
}

/** Whether the system started Corral at login, when no window is expected. */
export function wasOpenedAtLogin(app: App): boolean {
  return app.getLoginItemSettings().wasOpenedAtLogin;
}
