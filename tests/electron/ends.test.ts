import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { eventually } from '../eventually.ts';
import { answerBoxes, shownBoxes } from './boxes.ts';
import { count, requestQuit, startResponse } from './desktop-work.ts';
import { leftBehind, serverProcesses } from './left-behind.ts';
import { type Desktop, desktopFor, TIMEOUT_MS } from './start-desktop.ts';
import { untilPageWorks } from './window.ts';

async function startPull(desktop: Desktop): Promise<void> {
  await desktop.page.getByRole('navigation').getByRole('link', { name: 'Models' }).click();
  await desktop.page.getByRole('textbox', { name: 'Pull a model' }).fill('qwen3:8b');
  await desktop.page.getByRole('textbox', { name: 'Pull a model' }).press('Enter');
  await eventually(() => expect(count(desktop, 'pull-started')).toBe(1));
  await desktop.page.getByRole('progressbar', { name: 'Pulling qwen3:8b' }).waitFor();
}

describe('a signal', { timeout: TIMEOUT_MS }, () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s leaves nothing, without a question', async (signal) => {
    const desktop = await desktopFor({ fake: { strayRunner: true } });
    await untilPageWorks(desktop);
    await answerBoxes(desktop.app, []);
    await startResponse(desktop);
    // The server, the model's runner, and the stray one.
    expect((await serverProcesses(desktop)).length).toBeGreaterThanOrEqual(3);
    expect(await desktop.signal(signal)).toBe(0);
    await eventually(async () => expect(await leftBehind(desktop)).toBe(''));
  });

  test('SIGKILL leaves the server and its runners, which the next start adopts', async () => {
    const first = await desktopFor();
    await untilPageWorks(first);
    await startResponse(first);
    const servers = await serverProcesses(first);
    await first.signal('SIGKILL');
    // The response ended with its client; the model stays in memory.
    await eventually(() => expect(count(first, 'generation-canceled')).toBe(1));
    expect(await serverProcesses(first)).toEqual(servers);
    const second = await desktopFor({ home: first.home, port: first.port });
    await untilPageWorks(second);
    expect(await serverProcesses(second)).toEqual(servers);
    expect(count(second, 'start')).toBe(1);
    expect(await second.signal('SIGTERM')).toBe(0);
    await eventually(async () => expect(await leftBehind(second)).toBe(''));
  });
});

describe('quitting', { timeout: TIMEOUT_MS }, () => {
  test('asks during a response: Cancel changes nothing, Quit leaves nothing', async () => {
    const desktop = await desktopFor();
    await untilPageWorks(desktop);
    await startResponse(desktop);
    await answerBoxes(desktop.app, [1, 0]);
    await requestQuit(desktop);
    await eventually(async () =>
      expect(await shownBoxes(desktop.app)).toMatchObject([
        {
          message: 'Quit Corral and stop the server?',
          detail: expect.stringMatching(/^1 response is in progress and will be interrupted\./),
          buttons: ['Quit', 'Cancel'],
        },
      ]),
    );
    expect((await fetch(`${desktop.ollamaUrl}/api/version`)).ok).toBe(true);
    expect(count(desktop, 'generation-canceled')).toBe(0);
    await requestQuit(desktop);
    expect(await desktop.exited()).toBe(0);
    await eventually(() => expect(count(desktop, 'generation-canceled')).toBe(1));
    await eventually(async () => expect(await leftBehind(desktop)).toBe(''));
  });

  test('asks during a download, which is resumed at the next start', async () => {
    const fake = { pullBytesPerSecond: 5_000_000 };
    const first = await desktopFor({ fake });
    await untilPageWorks(first);
    await startPull(first);
    await answerBoxes(first.app, [1, 0]);
    await requestQuit(first);
    const resumes = /^qwen3:8b is downloading and resumes when you open Corral again\./;
    await eventually(async () =>
      expect(await shownBoxes(first.app)).toMatchObject([{ detail: expect.stringMatching(resumes) }]),
    );
    expect(count(first, 'pull-canceled')).toBe(0);
    await requestQuit(first);
    expect(await first.exited()).toBe(0);
    await eventually(async () => expect(await leftBehind(first)).toBe(''));
    const second = await desktopFor({ fake, home: first.home, port: first.port });
    await eventually(() => expect(count(second, 'pull-started')).toBe(2));
    expect(await second.signal('SIGTERM')).toBe(0);
  });

  test('asks nothing when nothing is in progress', async () => {
    const desktop = await desktopFor();
    await untilPageWorks(desktop);
    await answerBoxes(desktop.app, []);
    await requestQuit(desktop);
    expect(await desktop.exited()).toBe(0);
    await eventually(async () => expect(await leftBehind(desktop)).toBe(''));
  });

  test('while a question is open, a signal doesn’t wait for its answer', async () => {
    const desktop = await desktopFor();
    await untilPageWorks(desktop);
    await startResponse(desktop);
    await answerBoxes(desktop.app, [null]);
    await requestQuit(desktop);
    expect(await desktop.signal('SIGTERM')).toBe(0);
    await eventually(async () => expect(await leftBehind(desktop)).toBe(''));
  });
});

describe('an error that nothing catches', { timeout: TIMEOUT_MS }, () => {
  const fail = ({ app }: Desktop, uptimeSeconds: number) =>
    app
      .evaluate(({ dialog }, uptime) => {
        Reflect.set(dialog, 'showErrorBox', () => process.stderr.write('an error box was shown\n'));
        process.uptime = () => uptime;
        setImmediate(() => {
          throw new Error('a stray throw');
        });
      }, uptimeSeconds)
      // The application may be gone before it can respond.
      .catch(() => undefined);

  test('soon after the start ends Corral, without a box and with nothing left', async () => {
    const desktop = await desktopFor();
    await untilPageWorks(desktop);
    await fail(desktop, 1);
    expect(await desktop.exited()).toBe(1);
    await eventually(async () => expect(await leftBehind(desktop)).toBe(''));
    expect(desktop.output()).not.toContain('an error box');
    expect(desktop.output()).toContain('Corral quit after an unexpected error: Error: a stray throw');
    expect(readFileSync(join(desktop.home, 'data', 'logs', 'corral.log'), 'utf8')).toContain('a stray throw');
  });

  test('later starts Corral again', async () => {
    const desktop = await desktopFor();
    await untilPageWorks(desktop);
    await fail(desktop, 3_600);
    expect(await desktop.exited()).toBe(1);
    await eventually(() => expect(count(desktop, 'ready')).toBe(2));
    // Whoever has the data folder's lock; a debugger that nobody reads keeps a process from ending, so that its signal is final.
    const lock = JSON.parse(readFileSync(join(desktop.home, 'data', 'host.lock'), 'utf8'));
    expect(lock.pid).not.toBe(desktop.pid);
    process.kill(lock.pid, 'SIGTERM');
    await eventually(async () => expect(await leftBehind(desktop)).toBe(''));
  });

  test('of a promise, or of a reader of its output that is gone, changes nothing', async () => {
    const desktop = await desktopFor();
    await untilPageWorks(desktop);
    // Playwright needs the other one.
    desktop.app.process().stdout?.destroy();
    await desktop.app.evaluate(() => {
      process.stdout.write('nobody reads this\n');
      void Promise.reject(new Error('a stray rejection'));
    });
    const log = () => readFileSync(join(desktop.home, 'data', 'logs', 'corral.log'), 'utf8');
    await eventually(() => expect(log()).toContain('a stray rejection'));
    await untilPageWorks(desktop);
    expect(await desktop.signal('SIGTERM')).toBe(0);
  });
});
