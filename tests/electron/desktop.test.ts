import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEvents } from '../ollama/fake-events.ts';
import { type Desktop, startAgain, startDesktop, TIMEOUT_MS } from './start-desktop.ts';

function status(desktop: Desktop) {
  return desktop.page.getByRole('status').first().textContent();
}

describe('the desktop application', { timeout: TIMEOUT_MS }, () => {
  let desktop: Desktop;
  beforeAll(async () => {
    desktop = await startDesktop();
  }, TIMEOUT_MS);
  afterAll(() => desktop.dispose(), TIMEOUT_MS);

  test('shows its page at its own origin, makes calls through its port, and starts the server', async () => {
    expect(desktop.page.url()).toMatch(/^app:\/\/corral\//);
    await expect.poll(() => status(desktop)).toMatch(/^Running/);
    expect((await fetch(`${desktop.ollamaUrl}/api/version`)).ok).toBe(true);
  });

  test('exposes one function to the page, and nothing else of Node or Electron', async () => {
    const seen = await desktop.page.evaluate(() => ({
      corral: Object.keys(Reflect.get(window, 'corral')),
      node: ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in window),
      origin: window.origin,
    }));
    expect(seen).toEqual({ corral: ['connect'], node: [], origin: 'app://corral' });
  });

  test('streams a response from /v1, and stops generating when the page aborts', async () => {
    const pieces = await desktop.page.evaluate(async () => {
      const abort = new AbortController();
      const response = await fetch('/v1/chat/completions', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'tinyllama', stream: true, messages: [{ role: 'user', content: 'Hello' }] }),
        signal: abort.signal,
      });
      const reader = response.body?.getReader();
      const read = [];
      while (read.length < 3) read.push((await reader?.read())?.value?.length ?? 0);
      abort.abort();
      return read;
    });
    expect(pieces.every((length) => length > 0)).toBe(true);
    await expect.poll(() => readEvents(desktop.home).map(({ event }) => event)).toContain('generation-canceled');
  });

  test('refuses foreign scripts, other windows, other pages, and permissions', async () => {
    const { page, app } = desktop;
    const refused = await page.evaluate(async () => {
      const violation = new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
      });
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.head.append(script);
      return {
        directive: await violation,
        ran: 'ran' in window,
        opened: window.open('app://corral/') !== null,
        notifications: await Notification.requestPermission(),
      };
    });
    expect(refused).toEqual({ directive: 'script-src-elem', ran: false, opened: false, notifications: 'denied' });
    await page.evaluate(() => {
      window.location.href = 'file:///etc/hosts';
    });
    expect(page.url()).toMatch(/^app:\/\/corral\//);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  test('has a menu with the Edit roles', async () => {
    const roles = await desktop.app.evaluate(({ Menu }) =>
      Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items.map(({ role }) => role) ?? []),
    );
    expect(roles).toEqual(expect.arrayContaining(['copy', 'paste', 'cut', 'selectall', 'undo']));
  });

  test('keeps running without a window; a second instance exits and shows the window again', async () => {
    const { app, page, env } = desktop;
    await Promise.all([
      page.waitForEvent('close'),
      app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()),
    ]);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(0);
    expect((await fetch(`${desktop.ollamaUrl}/api/version`)).ok).toBe(true);
    const window = app.waitForEvent('window');
    await startAgain({ env });
    expect((await window).url()).toMatch(/^app:\/\/corral\//);
  });

  test('stops the server when it quits', async () => {
    expect(await desktop.quit()).toBe(0);
    await expect(fetch(`${desktop.ollamaUrl}/api/version`)).rejects.toThrow();
  });
});
