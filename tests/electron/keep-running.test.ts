import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { portListeners } from '../../core/os/port-listeners.ts';
import { eventually } from '../eventually.ts';
import { answerBoxes, shownBoxes } from './boxes.ts';
import { count, requestQuit, startResponse } from './desktop-work.ts';
import { leftBehind, serverProcesses } from './left-behind.ts';
import { type Desktop, desktopFor, TIMEOUT_MS } from './start-desktop.ts';
import { untilPageWorks } from './window.ts';

/** A desktop application whose server is to keep running, up and used by nobody. */
async function keepingDesktop(): Promise<Desktop> {
  const home = mkdtempSync(join(tmpdir(), 'corral-desktop-'));
  mkdirSync(join(home, 'data'), { mode: 0o700 });
  writeFileSync(join(home, 'data', 'settings.json'), JSON.stringify({ keepServerAfterQuit: true }));
  const desktop = await desktopFor({ home });
  await untilPageWorks(desktop);
  return desktop;
}

/** The server is alone on the port that clients use, and responds. */
async function expectServerWithoutCorral(desktop: Desktop): Promise<void> {
  const [pid] = await serverProcesses(desktop);
  expect(await portListeners(desktop.port)).toEqual([{ address: '127.0.0.1', pid }]);
  expect((await fetch(`${desktop.ollamaUrl}/api/version`)).status).toBe(200);
}

describe('quitting with a server that is to keep running', { timeout: TIMEOUT_MS }, () => {
  test('moves an idle one to the port that clients use, without a question', async () => {
    const desktop = await keepingDesktop();
    await answerBoxes(desktop.app, []);
    await requestQuit(desktop);
    expect(await desktop.exited()).toBe(0);
    await expectServerWithoutCorral(desktop);
  });

  test('asks where a response isn’t over in a moment: Cancel changes nothing, Quit Anyway interrupts it', async () => {
    const desktop = await keepingDesktop();
    await startResponse(desktop);
    await answerBoxes(desktop.app, [2, 0]);
    await requestQuit(desktop);
    await eventually(async () => {
      expect(await shownBoxes(desktop.app)).toMatchObject([
        {
          message: 'Quit Corral now?',
          detail: expect.stringMatching(/^1 response is in progress and will be interrupted\..*restarts once/s),
          buttons: ['Quit Anyway', 'Stop Server', 'Cancel'],
        },
      ]);
    });
    expect(count(desktop, 'generation-canceled')).toBe(0);
    await requestQuit(desktop);
    expect(await desktop.exited()).toBe(0);
    expect(count(desktop, 'generation-canceled')).toBe(1);
    await expectServerWithoutCorral(desktop);
  });

  test('Stop Server leaves nothing', async () => {
    const desktop = await keepingDesktop();
    await startResponse(desktop);
    await answerBoxes(desktop.app, [1]);
    await requestQuit(desktop);
    expect(await desktop.exited()).toBe(0);
    await eventually(async () => expect(await leftBehind(desktop)).toBe(''));
  });
});
