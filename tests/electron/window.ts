import { expect } from 'vitest';
import { eventually } from '../eventually.ts';
import type { Desktop } from './start-desktop.ts';

/** A page that is replaced meanwhile never gives a result. */
const EXPRESSION_TIMEOUT_MS = 5_000;

interface PageResult {
  /** Why there is no result; null when there is one. */
  readonly missing: 'window' | 'page' | 'load' | 'result' | null;
  readonly value: unknown;
}

/** Playwright's own page is of no use once it crashed, so the application is asked. */
function evaluateInPage(desktop: Desktop, expression: string): Promise<PageResult> {
  return desktop.app.evaluate(
    async ({ BrowserWindow }, { code, timeoutMs }): Promise<PageResult> => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      if (contents === undefined) return { missing: 'window', value: null };
      if (contents.isCrashed()) return { missing: 'page', value: null };
      if (contents.isLoading()) return { missing: 'load', value: null };
      const timeout = new Promise<PageResult>((resolve) =>
        setTimeout(() => resolve({ missing: 'result', value: null }), timeoutMs),
      );
      const result = contents.executeJavaScript(code).then((value: unknown) => ({ missing: null, value }));
      return await Promise.race([result, timeout]);
    },
    { code: expression, timeoutMs: EXPRESSION_TIMEOUT_MS },
  );
}

/** Runs an expression in the only window's page; null while there is no page that could run it. */
export async function inPage(desktop: Desktop, expression: string): Promise<unknown> {
  return (await evaluateInPage(desktop, expression)).value;
}

/** Waits until the only window shows our page, connected to the application; resolves to the page's address. */
export async function untilPageWorks(desktop: Desktop): Promise<string> {
  const status = "document.querySelector('[role=status]')?.textContent ?? ''";
  await eventually(async () =>
    expect(await evaluateInPage(desktop, status)).toEqual({ missing: null, value: expect.stringMatching(/^Running/) }),
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
