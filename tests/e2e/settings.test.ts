import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readEvents } from '../ollama/fake-events.ts';
import { corralFor } from './corral-for.ts';
import { goTo, launchBrowser, openPage } from './open-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

function untilRunning(page: Page) {
  return expect.poll(() => page.getByRole('status').first().textContent()).toMatch(/^Running/);
}

/** The environment of each start of the fake. */
function startVariables(home: string): unknown[] {
  return readEvents(home)
    .filter(({ event }) => event === 'start')
    .map(({ env }) => env);
}

function bar(page: Page) {
  return page.getByRole('region', { name: 'Restart needed' });
}

async function choose(page: Page, name: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name, exact: true }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

test('a changed setting waits for a restart, which passes it to the server', async () => {
  const corral = await corralFor();
  const page = await openPage(browser, corral);
  await untilRunning(page);
  await goTo(page, 'Settings');
  await choose(page, 'Context length', '16,384 tokens');
  await expect.poll(() => page.getByText('after restart').count()).toBe(1);
  await expect.poll(() => bar(page).textContent()).toContain('apply changes to the context length.');

  await choose(page, 'Context length', 'Automatic');
  await expect.poll(() => bar(page).count()).toBe(0);

  await choose(page, 'Context length', '16,384 tokens');
  await bar(page).getByRole('button', { name: 'Restart Now' }).click();
  await expect.poll(() => startVariables(corral.home)).toHaveLength(2);
  expect(startVariables(corral.home)[1]).toMatchObject({ OLLAMA_CONTEXT_LENGTH: '16384' });
  await untilRunning(page);
  await expect.poll(() => bar(page).count()).toBe(0);

  await page.getByRole('link', { name: 'Show Effective Configuration' }).click();
  const row = page.getByRole('row', { name: /^OLLAMA_CONTEXT_LENGTH/ });
  await expect.poll(() => row.textContent()).toMatch(/16384.*Corral/);
  expect(await page.getByRole('row', { name: /^OLLAMA_NO_CLOUD/ }).textContent()).toMatch(/1.*Environment/);
  expect(await page.getByRole('row', { name: /^OLLAMA_MAX_QUEUE/ }).textContent()).toMatch(/512.*Ollama’s default/);
  await page.getByRole('textbox', { name: 'Search variables' }).or(page.getByRole('searchbox')).fill('queue');
  await expect.poll(() => page.getByRole('row').count()).toBe(2);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.getByRole('link', { name: 'Back to Settings' }).click();
  await expect.poll(() => page.getByRole('heading', { level: 1, name: 'Settings' }).count()).toBe(1);
});

test('a value that the server would misread is rejected while it is typed, and not saved', async () => {
  const corral = await corralFor();
  const page = await openPage(browser, corral);
  await untilRunning(page);
  await goTo(page, 'Settings');

  const origin = page.getByRole('textbox', { name: 'Add an origin' });
  await origin.fill('chat.example.com');
  await expect.poll(() => page.getByRole('main').textContent()).toContain('the server won’t start');
  await origin.press('Enter');
  await origin.fill('https://chat.example.com');
  await origin.press('Enter');
  const remove = page.getByRole('button', { name: /^Remove / });
  await expect.poll(() => remove.count()).toBe(1);
  expect(await remove.getAttribute('aria-label')).toBe('Remove https://chat.example.com');

  await choose(page, 'Keep models loaded for', 'Other…');
  const time = page.getByRole('textbox', { name: 'Custom keep-alive time' });
  await time.fill('a while');
  await expect.poll(() => page.getByRole('main').textContent()).toContain('uses 5 minutes for anything else');
  await time.press('Enter');
  await time.fill('90m');
  await time.press('Enter');
  await expect.poll(() => bar(page).textContent()).toMatch(/how long models stay loaded and the allowed origins\./);

  await bar(page).getByRole('button', { name: 'Undo Changes' }).click();
  await expect.poll(() => bar(page).count()).toBe(0);
  expect(await remove.count()).toBe(0);
  expect(startVariables(corral.home)).toHaveLength(1);
});

test('an invalid value stays and says why until it is reset, and ~ is the home folder', async () => {
  const corral = await corralFor();
  const page = await openPage(browser, corral);
  await untilRunning(page);
  await goTo(page, 'Settings');
  const requests = page.getByRole('textbox', { name: 'Parallel requests per model' });
  const folder = page.getByRole('textbox', { name: 'Models folder' });
  const invalid = page.locator('[aria-invalid=true]');
  await requests.fill('99999');
  await folder.fill('models');
  await page.getByRole('textbox', { name: 'Maximum queued requests' }).fill('5x');
  // A shortcut opens the page without taking the focus from the field first.
  await page.keyboard.press('ControlOrMeta+1');
  await expect.poll(() => page.getByRole('heading', { level: 1, name: 'Server' }).count()).toBe(1);
  await goTo(page, 'Settings');
  await expect.poll(() => invalid.count()).toBe(3);
  expect(await requests.inputValue()).toBe('99999');
  expect(await bar(page).count()).toBe(0);

  await page.getByRole('button', { name: 'Restore Defaults…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Restore Defaults' }).click();
  await expect.poll(() => invalid.count()).toBe(0);
  expect([await requests.inputValue(), await folder.inputValue()]).toEqual(['', '']);

  await folder.fill('~/models');
  await folder.press('Enter');
  await expect.poll(() => folder.inputValue()).toMatch(/^\/.+\/models$/);
  await folder.fill('~/models');
  await requests.fill('0');
  await bar(page).getByRole('button', { name: 'Undo Changes' }).click();
  await expect.poll(() => folder.inputValue()).toBe('');
  await expect.poll(() => requests.inputValue()).toBe('');
});

test('how long requests wait for the server is saved without a restart', async () => {
  const corral = await corralFor();
  const page = await openPage(browser, corral);
  await untilRunning(page);
  await goTo(page, 'Settings');
  const wait = page.getByRole('textbox', { name: 'Maximum wait for the server' });
  const stored = async (): Promise<unknown> =>
    JSON.parse(await readFile(join(corral.dataDir, 'settings.json'), 'utf8').catch(() => '{}'));
  await wait.fill('900');
  await wait.press('Enter');
  await expect.poll(() => page.getByRole('main').textContent()).toContain('number of seconds from 0 to 600.');
  await wait.fill('90');
  await wait.press('Enter');
  await expect.poll(stored).toMatchObject({ requestWaitSeconds: 90 });
  await wait.fill('');
  await wait.press('Enter');
  await expect.poll(stored).toMatchObject({ requestWaitSeconds: 30 });
  expect(await bar(page).count()).toBe(0);
});

test('extra variables are passed to the server, by keyboard alone', async () => {
  const corral = await corralFor();
  const page = await openPage(browser, corral);
  await untilRunning(page);
  await goTo(page, 'Settings');
  await page.getByRole('button', { name: 'Add Variable' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('OLLAMA_HOST');
  await expect.poll(() => page.getByRole('main').textContent()).toContain('Set network access on the Network page');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('OLLAMA_SCHED_SPREAD');
  await page.keyboard.press('Tab');
  await page.keyboard.type('1');
  await page.keyboard.press('Enter');
  await expect.poll(() => bar(page).textContent()).toContain('apply changes to environment variables.');
  await bar(page).getByRole('button', { name: 'Restart Now' }).click();
  await expect.poll(() => startVariables(corral.home)[1]).toMatchObject({ OLLAMA_SCHED_SPREAD: '1' });

  await untilRunning(page);
  await page.getByRole('button', { name: 'Restore Defaults…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Restore Defaults' }).click();
  await expect.poll(() => bar(page).textContent()).toContain('apply changes to environment variables.');
  expect(await page.getByRole('button', { name: 'Remove OLLAMA_SCHED_SPREAD' }).count()).toBe(0);
});

test('a restart can wait for a response in progress', async () => {
  const corral = await corralFor({ fake: { installed: ['tinyllama'], tokensPerSecond: 20 } });
  const page = await openPage(browser, corral);
  await untilRunning(page);
  await goTo(page, 'Playground');
  await page.getByRole('textbox', { name: 'Message' }).fill('write 4000 tokens');
  await page.getByRole('button', { name: 'Send' }).click();
  const other = await openPage(browser, { ...corral, url: corral.url });
  await goTo(other, 'Settings');
  await choose(other, 'KV cache type', 'q8_0');
  await expect.poll(() => bar(other).textContent()).toContain('1 response is in progress');
  await bar(other).getByRole('button', { name: 'Restart When Idle' }).click();
  const waiting = other.getByRole('region', { name: 'Restart pending' });
  await expect.poll(() => waiting.textContent()).toContain('Waiting for 1 response');
  expect(startVariables(corral.home)).toHaveLength(1);

  await page.getByRole('button', { name: 'Stop generating' }).click();
  await expect.poll(() => startVariables(corral.home)[1]).toMatchObject({ OLLAMA_KV_CACHE_TYPE: 'q8_0' });
  await expect.poll(() => waiting.count()).toBe(0);
});
