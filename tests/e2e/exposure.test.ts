import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readEvents } from '../ollama/fake-events.ts';
import { corralFor } from './corral-for.ts';
import { goTo, launchBrowser, openPage } from './open-page.ts';

const warning =
  'Open to your network without a key. Anyone who can reach this Mac can use, download and delete models, and so can web pages opened on it.';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** OLLAMA_HOST of each start of the fake so far. */
function hosts(home: string): unknown[] {
  return readEvents(home)
    .filter(({ event }) => event === 'start')
    .map(({ env }) => (env as Record<string, string>).OLLAMA_HOST);
}

test('with a key, access opens without a question or a restart; without one it asks, restarts, is saved and ends with Corral', async () => {
  const corral = await corralFor();
  const page = await openPage(browser, corral);
  const main = page.getByRole('main');
  await goTo(page, 'Network');
  await expect.poll(() => page.getByRole('radio', { name: 'This Mac only' }).isChecked()).toBe(true);
  // Behind Corral, on a port of its own.
  const inner = /^127\.0\.0\.1:(?:2\d|3[01])\d{3}$/;
  await expect.poll(() => hosts(corral.home)).toEqual([expect.stringMatching(inner)]);
  const [loopback] = hosts(corral.home);

  const required = page.getByRole('switch', { name: 'Require an API key' });
  expect(await required.getAttribute('aria-checked')).toBe('true');
  await page.getByRole('radio', { name: 'Local network' }).click();
  await expect.poll(() => main.textContent()).toContain('Local network, API key required');
  await expect.poll(() => main.textContent()).toContain('No API keys yet, so other devices can’t connect');
  await page.getByRole('button', { name: 'Test Addresses' }).click();
  await expect.poll(() => main.textContent()).toContain('Checked at');
  expect(hosts(corral.home)).toEqual([loopback]);
  expect(await main.textContent()).not.toContain(warning);

  await required.click();
  const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));
  await expect.poll(() => dialog.textContent()).toContain(warning);
  await page.keyboard.press('Escape');
  await expect.poll(() => dialog.count()).toBe(0);
  expect(await required.getAttribute('aria-checked')).toBe('true');
  expect(hosts(corral.home)).toEqual([loopback]);

  await required.click();
  await dialog.getByRole('button', { name: /open|allow|continue/i }).click();
  await expect.poll(() => hosts(corral.home)).toEqual([loopback, `0.0.0.0:${corral.ollamaPort}`]);
  await expect.poll(() => main.textContent()).toContain(warning);
  await expect.poll(() => main.textContent()).toContain(`http://localhost:${corral.ollamaPort}/v1`);
  expect(JSON.parse(await readFile(join(corral.dataDir, 'settings.json'), 'utf8'))).toMatchObject({
    reach: 'localNetwork',
    requireKey: false,
  });

  expect(await corral.stop()).toBe(0);
  await expect(fetch(`${corral.ollamaUrl}/api/version`)).rejects.toThrow();

  const next = await corralFor({ home: corral.home, ollamaPort: corral.ollamaPort });
  const nextPage = await openPage(browser, next);
  await goTo(nextPage, 'Network');
  await expect.poll(() => nextPage.getByRole('radio', { name: 'Local network' }).isChecked()).toBe(true);
  await nextPage.getByRole('button', { name: 'Require a Key' }).click();
  await expect.poll(() => nextPage.getByRole('main').textContent()).toContain('Local network, API key required');
  await expect.poll(() => hosts(corral.home).at(-1)).toEqual(expect.stringMatching(inner));
});

test('Tailscale is disabled with the reason while it is missing', async () => {
  const corral = await corralFor({ env: { PATH: '/usr/bin:/bin' } });
  const page = await openPage(browser, corral);
  await goTo(page, 'Network');
  await expect.poll(() => page.getByRole('radio', { name: 'Tailscale only' }).isDisabled()).toBe(true);
  await expect.poll(() => page.getByRole('main').textContent()).toMatch(/Tailscale isn’t installed/);
});
