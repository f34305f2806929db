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

/** An answer through Corral that is under way; gives whether it came whole in the end. */
async function beginAnswer(corral: Corral, tokens: number): Promise<{ readonly whole: Promise<boolean> }> {
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
  const whole = response.text().then(
    (text) => text.includes('[DONE]'),
    () => false,
  );
  return { whole };
}

/** Presses Stop on the Server page and gives the dialog that asks. */
async function stopAsks(page: Page) {
  await inPage(page, 'Stop server').click();
  await expect.poll(() => dialogOf(page).count()).toBe(1);
  return dialogOf(page);
}

test('Stop says what would be cut off; Cancel leaves everything, and Stop Now cuts', async () => {
  const corral = await corralFor({ fake: chatty });
  const page = await openPage(browser, corral);
  await untilRunning(page);
  const { whole } = await beginAnswer(corral, 4_000);

  const dialog = await stopAsks(page);
  expect(await dialog.getAttribute('aria-labelledby')).not.toBeNull();
  expect(await dialog.textContent()).toContain('1 response is in progress and will be interrupted.');
  expect(await dialog.textContent()).toContain('Only what passes Corral can be counted');
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

  await stopAsks(page);
  await dialog.getByRole('button', { name: 'Stop Now' }).click();
  await expect.poll(() => status(page)).toMatch(/^Stopped/);
  expect(await whole).toBe(false);
});

test('When Idle lets the answer end first, says that it waits, and can be taken back', async () => {
  const corral = await corralFor({ fake: chatty });
  const page = await openPage(browser, corral);
  await untilRunning(page);
  const first = await beginAnswer(corral, 120);
  await (await stopAsks(page)).getByRole('button', { name: 'When Idle' }).click();
  await expect.poll(() => page.getByRole('main').textContent()).toContain('Stops when nothing is under way.');
  await inPage(page, 'Cancel the stop').click();
  await expect.poll(() => page.getByText('Stops when nothing is under way.').count()).toBe(0);
  expect(await first.whole).toBe(true);
  expect(await status(page)).toMatch(/^Running/);

  const second = await beginAnswer(corral, 120);
  await (await stopAsks(page)).getByRole('button', { name: 'When Idle' }).click();
  expect(await second.whole).toBe(true);
  await expect.poll(() => status(page)).toMatch(/^Stopped/);
});

test('the chip in the navigation asks too', async () => {
  const corral = await corralFor({ fake: chatty });
  const page = await openPage(browser, corral);
  await untilRunning(page);
  const { whole } = await beginAnswer(corral, 4_000);
  await goTo(page, 'Models');
  await page.getByRole('navigation').getByRole('button', { name: 'Stop server', exact: true }).click();
  await dialogOf(page).getByRole('button', { name: 'Stop Now' }).click();
  await expect.poll(() => status(page)).toMatch(/^Stopped/);
  expect(await whole).toBe(false);
});

test('a download is named, goes on after a restart of the server, a stop and a restart of Corral', {
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
  const held = await percent();
  await expect.poll(percent).toBeGreaterThan(held);

  await goTo(page, 'Server');
  await (await stopAsks(page)).getByRole('button', { name: 'Stop Now' }).click();
  await expect.poll(() => status(page)).toMatch(/^Stopped/);
  await goTo(page, 'Models');
  await expect.poll(() => page.getByText(/waiting for the server/i).count()).toBeGreaterThan(0);
  await page.getByRole('navigation').getByRole('button', { name: 'Start server', exact: true }).click();
  const before = await percent();
  await expect.poll(percent).toBeGreaterThan(before);

  expect(await corral.stop()).toBe(0);
  const again = await corralFor({
    home: corral.home,
    ollamaPort: corral.ollamaPort,
    fake: { pullBytesPerSecond: 2e9 },
  });
  page = await openPage(browser, again);
  await goTo(page, 'Models');
  await expect.poll(() => page.getByRole('row', { name: /llama3\.2:1b/ }).count()).toBe(1);
});
