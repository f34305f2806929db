import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readEvents } from '../ollama/fake-events.ts';
import { corralFor } from './corral-for.ts';
import { goTo, launchBrowser, openPage } from './open-page.ts';
import type { Corral } from './start-corral.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const chatty = { installed: ['tinyllama'], tokensPerSecond: 40 };
const slowPull = { pullBytesPerSecond: 40_000_000 };

function status(page: Page) {
  return page.getByRole('status').first().textContent();
}
function untilRunning(page: Page) {
  return expect.poll(() => status(page)).toMatch(/^Running/);
}
function inPage(page: Page, name: string) {
  return page.getByRole('main').getByRole('button', { name, exact: true });
}
function dialogOf(page: Page) {
  return page.getByRole('dialog');
}

/** A response in progress through Corral; gives whether it is complete in the end. */
async function beginResponse(corral: Corral, tokens: number): Promise<{ readonly isComplete: Promise<boolean> }> {
  const response = await fetch(`${corral.origin}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${corral.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'tinyllama',
      stream: true,
      messages: [{ role: 'user', content: `write ${tokens} tokens` }],
    }),
  });
  expect(response.status).toBe(200);
  const isComplete = response.text().then(
    (text) => text.includes('[DONE]'),
    () => false,
  );
  return { isComplete };
}

/** Clicks Stop on the Server page and gives the dialog that opens. */
async function openStopDialog(page: Page) {
  await inPage(page, 'Stop server').click();
  await expect.poll(() => dialogOf(page).count()).toBe(1);
  return dialogOf(page);
}

test('Stop shows what would be interrupted; Cancel changes nothing, and Stop Now interrupts', async () => {
  const corral = await corralFor({ fake: chatty });
  const page = await openPage(browser, corral);
  await untilRunning(page);
  const { isComplete } = await beginResponse(corral, 4_000);

  const dialog = await openStopDialog(page);
  expect(await dialog.getAttribute('aria-labelledby')).not.toBeNull();
  expect(await dialog.textContent()).toContain('1 response is in progress and will be interrupted.');
  expect(await dialog.textContent()).toContain('Apps can’t connect until you start the server again.');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect.poll(() => dialog.count()).toBe(0);
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Stop server');
  expect(await status(page)).toMatch(/^Running/);

  // By keyboard: the button has the focus again, and Escape is Cancel.
  await page.keyboard.press('Enter');
  await expect.poll(() => dialog.count()).toBe(1);
  await page.keyboard.press('Escape');
  await expect.poll(() => dialog.count()).toBe(0);
  expect(readEvents(corral.home).some(({ event }) => event === 'generation-canceled')).toBe(false);

  await openStopDialog(page);
  await dialog.getByRole('button', { name: 'Stop Now' }).click();
  await expect.poll(() => status(page)).toMatch(/^Stopped/);
  expect(await isComplete).toBe(false);
});

test('When Idle lets the response finish first, shows that it is pending, and can be canceled', async () => {
  const corral = await corralFor({ fake: chatty });
  const page = await openPage(browser, corral);
  await untilRunning(page);
  const first = await beginResponse(corral, 120);
  await (await openStopDialog(page)).getByRole('button', { name: 'When Idle' }).click();
  await expect.poll(() => page.getByRole('main').textContent()).toContain('Stopping when idle.');
  await inPage(page, 'Cancel stop').click();
  await expect.poll(() => page.getByText('Stopping when idle.').count()).toBe(0);
  expect(await first.isComplete).toBe(true);
  expect(await status(page)).toMatch(/^Running/);

  const second = await beginResponse(corral, 120);
  await (await openStopDialog(page)).getByRole('button', { name: 'When Idle' }).click();
  expect(await second.isComplete).toBe(true);
  await expect.poll(() => status(page)).toMatch(/^Stopped/);
});

test('the button in the navigation asks too', async () => {
  const corral = await corralFor({ fake: chatty });
  const page = await openPage(browser, corral);
  await untilRunning(page);
  const { isComplete } = await beginResponse(corral, 4_000);
  await goTo(page, 'Models');
  await page.getByRole('navigation').getByRole('button', { name: 'Stop server', exact: true }).click();
  await dialogOf(page).getByRole('button', { name: 'Stop Now' }).click();
  await expect.poll(() => status(page)).toMatch(/^Stopped/);
  expect(await isComplete).toBe(false);
});

test('a download is named, and resumes after a restart of the server, a stop and a restart of Corral', {
  timeout: 60_000,
}, async () => {
  const corral = await corralFor({ fake: slowPull });
  let page = await openPage(browser, corral);
  await untilRunning(page);
  await goTo(page, 'Models');
  await page.getByRole('textbox', { name: 'Pull a model' }).fill('llama3.2:1b');
  await page.getByRole('button', { name: 'Pull', exact: true }).click();
  const progress = () => page.getByRole('progressbar', { name: 'Pulling llama3.2:1b' });
  const percent = async () => Number((await progress().getAttribute('aria-valuenow')) ?? 0);
  const starts = () => readEvents(corral.home).filter(({ event }) => event === 'start').length;
  await expect.poll(percent).toBeGreaterThan(2);

  await goTo(page, 'Server');
  await inPage(page, 'Restart server').click();
  await expect
    .poll(() => dialogOf(page).textContent())
    .toContain('llama3.2:1b is downloading and resumes when the server starts again.');
  await dialogOf(page).getByRole('button', { name: 'Restart Now' }).click();
  await expect.poll(starts).toBe(2);
  await goTo(page, 'Models');
  const beforeStop = await percent();
  await expect.poll(percent).toBeGreaterThan(beforeStop);

  await goTo(page, 'Server');
  await (await openStopDialog(page)).getByRole('button', { name: 'Stop Now' }).click();
  await expect.poll(() => status(page)).toMatch(/^Stopped/);
  await goTo(page, 'Models');
  await expect.poll(() => page.getByText(/waiting for the server/i).count()).toBeGreaterThan(0);
  await page.getByRole('navigation').getByRole('button', { name: 'Start server', exact: true }).click();
  const before = await percent();
  await expect.poll(percent).toBeGreaterThan(before);

  expect(await corral.stop()).toBe(0);
  const next = await corralFor({
    home: corral.home,
    ollamaPort: corral.ollamaPort,
    fake: { pullBytesPerSecond: 2e9 },
  });
  page = await openPage(browser, next);
  await goTo(page, 'Models');
  await expect.poll(() => page.getByRole('row', { name: /llama3\.2:1b/ }).count()).toBe(1);
});
