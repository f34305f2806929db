import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../eventually.ts';
import { readEvents } from '../ollama/fake-events.ts';
import { answerBoxes } from './boxes.ts';
import { leftBehind } from './left-behind.ts';
import { type Desktop, desktopFor, startAgain, startDesktop, TIMEOUT_MS } from './start-desktop.ts';
import { untilPageWorks, windowCount } from './window.ts';

describe('the window', { timeout: TIMEOUT_MS }, () => {
  let desktop: Desktop;
  beforeAll(async () => {
    desktop = await startDesktop();
    await untilPageWorks(desktop);
  }, TIMEOUT_MS);
  afterAll(() => desktop.dispose(), TIMEOUT_MS);

  const goTo = (name: string) => desktop.page.getByRole('navigation').getByRole('link', { name }).click();
  const events = (name: string) => readEvents(desktop.home).filter(({ event }) => event === name).length;

  test('reloaded during a response, keeps what had arrived and ends the rest', async () => {
    const { page } = desktop;
    await goTo('Playground');
    await page.getByRole('textbox', { name: 'Message' }).fill('write 4000 tokens');
    await page.getByRole('button', { name: 'Send' }).click();
    const response = page.getByRole('article', { name: 'Assistant' });
    const length = async () => ((await response.count()) ? ((await response.textContent()) ?? '').length : 0);
    await expect.poll(length).toBeGreaterThan(300);
    await page.reload();
    await page.getByRole('main').getByText('write 4000 tokens').first().click();
    await expect.poll(length).toBeGreaterThan(50);
    await expect.poll(() => events('generation-canceled')).toBe(1);
    expect(await page.getByRole('button', { name: 'Stop generating' }).count()).toBe(0);
    // The conversation goes on.
    await page.getByRole('textbox', { name: 'Message' }).fill('Say hello');
    await page.getByRole('button', { name: 'Send' }).click();
    await expect.poll(() => response.count()).toBe(2);
    await page.getByRole('button', { name: 'Stop generating' }).waitFor({ state: 'detached' });
    await expect.poll(() => events('generation-finished')).toBe(1);
  });

  test('saves requests as a CSV file', async () => {
    const path = join(desktop.home, 'requests.csv');
    // By itself Electron asks for the place with a native box.
    await desktop.app.evaluate(({ session }, to) => {
      session.defaultSession.once('will-download', (_event, item) => item.setSavePath(to));
    }, path);
    await goTo('Activity');
    await desktop.page.getByRole('button', { name: 'Export CSV…' }).click();
    await eventually(() => expect(existsSync(path)).toBe(true));
    await eventually(() => expect(readFileSync(path, 'utf8')).toContain('/v1/chat/completions'));
  });

  test('copies diagnostics', async () => {
    await goTo('Logs');
    await desktop.page.getByRole('button', { name: 'Copy Diagnostics' }).click();
    await eventually(async () =>
      expect(await desktop.app.evaluate(async ({ clipboard }) => await clipboard.readText())).toContain('Corral'),
    );
  });

  test('hands web addresses to the browser, and nothing else', async () => {
    const opened = () => desktop.app.evaluate(() => Reflect.get(globalThis, 'opened'));
    await desktop.app.evaluate(({ shell }) => {
      const urls: string[] = [];
      Reflect.set(globalThis, 'opened', urls);
      Reflect.set(shell, 'openExternal', async (url: string) => urls.push(url));
    });
    const url = desktop.page.url();
    await desktop.page.evaluate(() => {
      for (const link of [
        ...['file:///etc/hosts', 'javascript:alert(1)', 'ftp://example.com/', 'https://name:word@example.com/'],
        ...['mailto:somebody@example.com', 'app://corral/', 'https://example.com/opened'],
      ]) {
        window.open(link);
      }
      window.location.href = 'https://example.com/led-to';
    });
    await expect.poll(opened).toEqual(['https://example.com/opened', 'https://example.com/led-to']);
    expect([desktop.page.url(), await windowCount(desktop)]).toEqual([url, 1]);
  });

  test.each([
    ['View', 'Models', 'models'],
    ['View', 'Server', 'server'],
    ['Corral', 'Settings…', 'settings'],
  ])('goes where the menu bar leads: %s, %s', async (menu, label, page) => {
    await desktop.app.evaluate(
      ({ Menu }, path) => {
        const items = Menu.getApplicationMenu()?.items.find((one) => one.label === path.menu)?.submenu?.items;
        items?.find((one) => one.label === path.label)?.click();
      },
      { menu, label },
    );
    await expect.poll(() => desktop.page.url()).toBe(`app://corral/#/${page}`);
  });

  test('keeps its smallest size, and comes back from the Dock when Corral is started again', async () => {
    const state = () =>
      desktop.app.evaluate(({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows();
        return { minimized: window?.isMinimized(), visible: window?.isVisible(), minimum: window?.getMinimumSize() };
      });
    await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
    await startAgain(desktop);
    await expect.poll(state).toEqual({ minimized: false, visible: true, minimum: [800, 600] });
  });

  test('is of an application of its own where another data folder is named', async () => {
    const other = await desktopFor();
    await untilPageWorks(other);
    expect(await windowCount(desktop)).toBe(1);
    expect(other.pid).not.toBe(desktop.pid);
    expect(await other.quit()).toBe(0);
    await eventually(async () => expect(await leftBehind(other)).toBe(''));
    await untilPageWorks(desktop);
  });

  test('is no reason to ask before Corral quits', async () => {
    await answerBoxes(desktop.app, []);
    expect(await desktop.quit()).toBe(0);
    await eventually(async () => expect(await leftBehind(desktop)).toBe(''));
  });
});

test('two starts at once are one application', { timeout: TIMEOUT_MS }, async () => {
  const desktop = await desktopFor();
  const starts = await Promise.all([1, 2, 3].map(() => startAgain(desktop)));
  expect(starts).toHaveLength(3);
  await untilPageWorks(desktop);
  expect(await windowCount(desktop)).toBe(1);
  expect(await desktop.signal('SIGTERM')).toBe(0);
});
