import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { eventually } from '../eventually.ts';
import { readEvents } from '../ollama/fake-events.ts';
import { answerBoxes, shownBoxes } from './boxes.ts';
import { type Desktop, desktopFor, startAgain, TIMEOUT_MS } from './start-desktop.ts';
import { followTray, pressTray } from './tray-menu.ts';
import { crashPage, inPage, pagePid, reopenWindow, untilPageWorks, windowCount } from './window.ts';

function corralLog({ home }: Desktop): string {
  const path = join(home, 'data', 'logs', 'corral.log');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** Ends the page's process, and waits until the application knows. */
async function killPage(desktop: Desktop): Promise<void> {
  const failures = () => corralLog(desktop).split('page failed').length;
  const before = failures();
  process.kill(await pagePid(desktop), 'SIGKILL');
  await eventually(() => expect(failures()).toBe(before + 1));
}

/** Crashes the page so often that Corral asks. */
async function crashUntilAsked(desktop: Desktop): Promise<void> {
  for (const isLast of [false, false, true]) {
    await killPage(desktop);
    if (!isLast) await untilPageWorks(desktop);
  }
}

describe('a page whose process ends', { timeout: TIMEOUT_MS }, () => {
  test('is loaded again at once, where it was, whoever ended it; the reason is logged', async () => {
    const desktop = await desktopFor();
    await reopenWindow(desktop);
    await inPage(desktop, "document.location.hash = '#/models'");
    await killPage(desktop);
    expect(await untilPageWorks(desktop)).toBe('app://corral/#/models');
    const pid = await pagePid(desktop);
    await crashPage(desktop);
    // The report of a crash is written first, which takes a busy machine its time.
    await expect.poll(() => pagePid(desktop), { timeout: TIMEOUT_MS }).not.toBe(pid);
    expect(await untilPageWorks(desktop)).toBe('app://corral/#/models');
    expect(corralLog(desktop)).toMatch(/page failed: killed.*\n.*page failed: (crashed|abnormal-exit|killed)/);
    expect(await windowCount(desktop)).toBe(1);
    expect(readEvents(desktop.home).filter(({ event }) => event === 'start')).toHaveLength(1);
  });

  test('isn’t loaded again forever: the third time within a minute Corral asks', async () => {
    const desktop = await desktopFor();
    await reopenWindow(desktop);
    await followTray(desktop.app);
    await answerBoxes(desktop.app, [null, 0, null, 1]);

    // Opened again, it is loaded again, on the page that was asked for; the question is taken back.
    await crashUntilAsked(desktop);
    await eventually(async () => expect(await shownBoxes(desktop.app)).toHaveLength(1));
    expect(await shownBoxes(desktop.app)).toMatchObject([
      { message: 'Corral can’t show its window', buttons: ['Reload', 'Close Window'], isOnWindow: true },
    ]);
    expect((await fetch(`${desktop.ollamaUrl}/api/version`)).ok).toBe(true);
    await pressTray(desktop.app, 'Logs…');
    expect(await untilPageWorks(desktop)).toBe('app://corral/#/logs');

    // The question's first button.
    await crashUntilAsked(desktop);
    await untilPageWorks(desktop);
    expect(await shownBoxes(desktop.app)).toHaveLength(2);

    // A second start.
    await crashUntilAsked(desktop);
    await eventually(async () => expect(await shownBoxes(desktop.app)).toHaveLength(3));
    await startAgain(desktop);
    await untilPageWorks(desktop);

    // The question's second button closes the window, which is there again when it is opened.
    await crashUntilAsked(desktop);
    await expect.poll(() => windowCount(desktop)).toBe(0);
    await pressTray(desktop.app, 'Open Corral');
    await untilPageWorks(desktop);
    expect(await desktop.quit()).toBe(0);
  });

  test('ends the response that it was receiving, and shows what had arrived', async () => {
    const desktop = await desktopFor();
    await reopenWindow(desktop);
    await desktop.page.getByRole('navigation').getByRole('link', { name: 'Playground' }).click();
    await desktop.page.getByRole('textbox', { name: 'Message' }).fill('write 4000 tokens');
    await desktop.page.getByRole('button', { name: 'Send' }).click();
    const text = async () => {
      const code = "document.querySelector('[role=log] article[aria-label=Assistant]')?.textContent ?? ''";
      return String(await inPage(desktop, code));
    };
    await eventually(async () => expect((await text()).length).toBeGreaterThan(300));
    await killPage(desktop);
    await eventually(() => expect(readEvents(desktop.home).map(({ event }) => event)).toContain('generation-canceled'));
    await untilPageWorks(desktop);
    await eventually(async () => {
      // The conversation is in the history; the page opens on a new one.
      await inPage(
        desktop,
        "[...document.querySelectorAll('main *')].find((one) => one.textContent === 'write 4000 tokens')?.click()",
      );
      expect((await text()).length).toBeGreaterThan(50);
    });
  });
});

describe('a page that doesn’t respond', { timeout: TIMEOUT_MS }, () => {
  const hang = (desktop: Desktop) =>
    inPage(desktop, 'setTimeout(() => { for (;;); }); true').then(() =>
      // Chromium notices half a minute after an input; this is what it says then.
      desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.emit('unresponsive')),
    );

  test('is loaded again if the person wants that', async () => {
    const desktop = await desktopFor();
    await reopenWindow(desktop);
    await answerBoxes(desktop.app, [1, 0]);
    const pid = await pagePid(desktop);
    await hang(desktop);
    expect(await shownBoxes(desktop.app)).toMatchObject([
      { message: 'Corral’s window isn’t responding', buttons: ['Reload', 'Wait'], isOnWindow: true },
    ]);
    expect(await pagePid(desktop)).toBe(pid);
    await desktop.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.emit('unresponsive');
    });
    // The report of a crash is written first, which takes a busy machine its time.
    await expect.poll(() => pagePid(desktop), { timeout: TIMEOUT_MS }).not.toBe(pid);
    await untilPageWorks(desktop);
  });

  test('keeps neither its window from closing nor Corral from quitting', async () => {
    const desktop = await desktopFor();
    await reopenWindow(desktop);
    await answerBoxes(desktop.app, []);
    await hang(desktop);
    await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await expect.poll(() => windowCount(desktop)).toBe(0);
    await startAgain(desktop);
    await untilPageWorks(desktop);
    await hang(desktop);
    expect(await desktop.signal('SIGTERM')).toBe(0);
  });
});

test('a page that can’t be loaded is loaded again, and asked about when that doesn’t help', {
  timeout: TIMEOUT_MS,
}, async () => {
  const desktop = await desktopFor();
  await untilPageWorks(desktop);
  await followTray(desktop.app);
  await answerBoxes(desktop.app, []);
  await desktop.app.evaluate(({ session, BrowserWindow }) => {
    session.defaultSession.webRequest.onBeforeRequest((_request, respond) => respond({ cancel: true }));
    BrowserWindow.getAllWindows()[0]?.webContents.reload();
  });
  await eventually(async () => expect(await shownBoxes(desktop.app)).toHaveLength(1));
  expect(corralLog(desktop)).toMatch(/page failed: ERR_BLOCKED_BY_CLIENT/);
  await desktop.app.evaluate(({ session }) => session.defaultSession.webRequest.onBeforeRequest(null));
  await pressTray(desktop.app, 'Open Corral');
  await untilPageWorks(desktop);
});

test.each(['GPU', 'Utility'])('the window outlives its %s process', { timeout: TIMEOUT_MS }, async (type) => {
  const desktop = await desktopFor();
  await untilPageWorks(desktop);
  const pids = await desktop.app.evaluate(
    ({ app }, wanted) => app.getAppMetrics().flatMap((one) => (one.type === wanted ? [one.pid] : [])),
    type,
  );
  expect(pids.length).toBeGreaterThan(0);
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  await eventually(() => expect(corralLog(desktop)).toContain('a process of the window ended: killed'));
  await inPage(desktop, "document.location.hash = '#/activity'");
  expect(await untilPageWorks(desktop)).toBe('app://corral/#/activity');
  expect(await inPage(desktop, "fetch('/v1/models').then((response) => response.status)")).toBe(200);
  const size = await desktop.app.evaluate(async ({ BrowserWindow }) =>
    (await BrowserWindow.getAllWindows()[0]?.webContents.capturePage())?.getSize(),
  );
  expect(size?.width).toBeGreaterThan(0);
  expect(corralLog(desktop)).not.toContain('page failed');
});
