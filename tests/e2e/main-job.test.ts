import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readEvents } from '../ollama/fake-events.ts';
import { corralFor } from './corral-for.ts';
import { goTo, launchBrowser, openPage } from './open-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const quickModels = { installed: ['tinyllama', 'llama3.2:1b'] };

function countEvents(home: string, kind: string): number {
  return readEvents(home).filter(({ event }) => event === kind).length;
}

test('the first start shows the server running, and removes the token from the address bar', async () => {
  const corral = await corralFor();
  const page = await openPage(browser, corral);

  await expect.poll(() => page.getByRole('status').first().textContent()).toMatch(/^Running/);
  expect(page.url()).not.toContain('token');
  expect((await fetch(`${corral.ollamaUrl}/api/version`)).status).toBe(200);
});

test('a model is pulled with visible progress and then listed; a reload during the pull loses nothing', async () => {
  const corral = await corralFor({ fake: { pullBytesPerSecond: 600_000_000 } });
  const page = await openPage(browser, corral);
  await goTo(page, 'Models');

  await page.getByRole('textbox', { name: 'Pull a model' }).fill('llama3.2:1b');
  await page.getByRole('button', { name: 'Pull', exact: true }).click();
  const progress = page.getByRole('progressbar', { name: 'Pulling llama3.2:1b' });
  const percent = async () => Number((await progress.getAttribute('aria-valuenow')) ?? 0);
  await expect.poll(percent).toBeGreaterThan(5);

  const before = await percent();
  await page.reload();
  await expect.poll(percent).toBeGreaterThanOrEqual(before);
  await expect.poll(() => page.getByRole('row', { name: /llama3\.2:1b/ }).count()).toBe(1);
  await expect.poll(() => progress.count()).toBe(0);
});

test('a pull can be canceled', async () => {
  const corral = await corralFor({ fake: { pullBytesPerSecond: 1_000_000 } });
  const page = await openPage(browser, corral);
  await goTo(page, 'Models');
  await page.getByRole('textbox', { name: 'Pull a model' }).fill('qwen3:8b');
  await page.getByRole('textbox', { name: 'Pull a model' }).press('Enter');
  await expect.poll(() => countEvents(corral.home, 'pull-started')).toBe(1);

  await page.getByRole('button', { name: /^Cancel .*qwen3:8b/ }).click();
  await expect.poll(() => page.getByRole('progressbar').count()).toBe(0);
  await expect.poll(() => countEvents(corral.home, 'pull-canceled')).toBe(1);
});

test('a response streams and can be stopped, and the server stops generating', async () => {
  const corral = await corralFor({ fake: { ...quickModels, tokensPerSecond: 30 } });
  const page = await openPage(browser, corral);
  await goTo(page, 'Playground');
  await page.getByRole('textbox', { name: 'Message' }).fill('write 4000 tokens');
  await page.getByRole('button', { name: 'Send' }).click();

  const response = page.getByRole('log').getByRole('article', { name: 'Assistant' });
  const length = async () => ((await response.count()) ? ((await response.textContent()) ?? '').length : 0);
  // Longer than the status line before the response.
  await expect.poll(length).toBeGreaterThan(100);
  const early = await length();
  await expect.poll(length).toBeGreaterThan(early);

  await page.getByRole('button', { name: 'Stop generating' }).click();
  await expect.poll(() => countEvents(corral.home, 'generation-canceled')).toBe(1);
  await expect.poll(() => page.getByRole('button', { name: 'Send' }).count()).toBe(1);
  expect(await length()).toBeGreaterThan(100);
});

test('a chat has several turns, with figures, and survives a reload', async () => {
  const corral = await corralFor({ fake: { ...quickModels, tokensPerSecond: 500 } });
  const page = await openPage(browser, corral);
  await goTo(page, 'Playground');
  const message = page.getByRole('textbox', { name: 'Message' });
  const responses = page.getByRole('article', { name: 'Assistant' });
  for (const [turn, text] of ['Say hello', 'And again'].entries()) {
    await message.fill(text);
    await message.press('Enter');
    await expect.poll(() => responses.count()).toBe(turn + 1);
    await expect.poll(() => page.getByRole('button', { name: 'Stop generating' }).count()).toBe(0);
  }
  await expect.poll(() => page.getByText(/tok(ens)?\/s/).count()).toBeGreaterThan(0);

  await page.reload();
  await page.getByRole('main').getByText('Say hello').first().click();
  await expect.poll(() => responses.count()).toBe(2);
});

test('a reload during a response keeps what had arrived', async () => {
  const corral = await corralFor({ fake: { ...quickModels, tokensPerSecond: 40 } });
  const page = await openPage(browser, corral);
  await goTo(page, 'Playground');
  await page.getByRole('textbox', { name: 'Message' }).fill('write 4000 tokens');
  await page.getByRole('button', { name: 'Send' }).click();
  const response = page.getByRole('article', { name: 'Assistant' });
  const length = async () => ((await response.count()) ? ((await response.textContent()) ?? '').length : 0);
  await expect.poll(length).toBeGreaterThan(400);

  await page.reload();
  await page.getByRole('main').getByText('write 4000 tokens').first().click();
  await expect.poll(length).toBeGreaterThan(50);
  await expect.poll(() => countEvents(corral.home, 'generation-canceled')).toBe(1);
});

test('the server is stopped and started from the page', async () => {
  const corral = await corralFor();
  const page = await openPage(browser, corral);
  const status = page.getByRole('status').first();
  await expect.poll(() => status.textContent()).toMatch(/^Running/);

  await page.getByRole('main').getByRole('button', { name: 'Stop server', exact: true }).click();
  await expect.poll(() => status.textContent()).toMatch(/^Stopped/);
  await expect(fetch(`${corral.ollamaUrl}/api/version`)).rejects.toThrow();
  await page.getByRole('main').getByRole('button', { name: 'Start server', exact: true }).dblclick();
  await expect.poll(() => status.textContent()).toMatch(/^Running/);
  expect(countEvents(corral.home, 'start')).toBe(2);
});
