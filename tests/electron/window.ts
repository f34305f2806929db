import { expect } from 'vitest';
import { eventually } from '../eventually.ts';
import type { Desktop } from './start-desktop.ts';

/** A page that is replaced meanwhile never gives a result. */
const EXPRESSION_TIMEOUT_MS = 5_000;

/**
 * Runs an expression in the only window's page through the application; Playwright's own page is of no use once it crashed. Null
 * while there is no page that could run it.
 */
export function inPage(desktop: Desktop, expression: string): Promise<unknown> {
  return desktop.app.evaluate(
    async ({ BrowserWindow }, { code, timeoutMs }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      if (contents?.isCrashed() !== false || contents.isLoading()) return null;
      const timeout = new Promise((resolve) => setTimeout(() => resolve(null), timeoutMs));
      return await Promise.race([contents.executeJavaScript(code), timeout]);
    },
    { code: expression, timeoutMs: EXPRESSION_TIMEOUT_MS },
  );
}

/** Waits until the only window shows our page, connected to the application; resolves to the page's address. */
export async function untilPageWorks(desktop: Desktop): Promise<string> {
  await eventually(async () =>
    expect(await inPage(desktop, "document.querySelector('[role=status]')?.textContent ?? ''")).toMatch(/^Running/),
  );
  return String(await inPage(desktop, 'document.location.href'));
}

/** How many windows are open. */
export function windowCount(desktop: Desktop): Promise<number> {
  return desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
}

/**
 * Opens the window again, with a page whose process is younger than the server. On Linux the server inherits what Chromium has
 * open at its start (Chromium doesn't mark it as closed for children), which can be the socket of a page that is being started:
 * Chromium then never learns that the page's process ended. macOS passes nothing on.
 */
export async function reopenWindow(desktop: Desktop): Promise<void> {
  await untilPageWorks(desktop);
  const opened = desktop.app.waitForEvent('window');
  await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(() => windowCount(desktop)).toBe(0);
  await desktop.app.evaluate(({ app }) => {
    app.emit('activate');
  });
  Object.assign(desktop, { page: await opened });
  await untilPageWorks(desktop);
}

/** The process of the only window's page. */
export function pagePid(desktop: Desktop): Promise<number> {
  return desktop.app.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
  );
}

/** Ends the page's process from inside, as a crash does. */
export async function crashPage(desktop: Desktop): Promise<void> {
  await desktop.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  );
}
