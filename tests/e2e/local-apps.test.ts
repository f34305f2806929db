import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
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

/** The ports at which the fake was started, so far. */
function ports({ home }: Corral): number[] {
  const starts = readEvents(home).filter(({ event }) => event === 'start');
  return starts.map(({ env }) => Number(/\d+$/.exec(String((env as Record<string, string>).OLLAMA_HOST))?.[0]));
}

/** Whether Corral's own health route responds on the port that clients use. */
function isInFront({ ollamaPort }: Corral): Promise<boolean> {
  return fetch(`http://localhost:${ollamaPort}/v1/health/live`).then(
    ({ status }) => status === 200,
    () => false,
  );
}

test('apps on this Mac connect to Corral, or to Ollama directly after a question, and the pages say so', async () => {
  const corral = await corralFor({ fake: { installed: ['tinyllama'], tokensPerSecond: 20 } });
  const page = await openPage(browser, corral);
  const main = page.getByRole('main');
  const direct = page.getByRole('radio', { name: 'Ollama directly' });
  await expect.poll(() => main.textContent()).toContain(`Apps connect through Corral on port ${corral.ollamaPort}.`);
  const [inner = 0] = ports(corral);
  expect(inner).not.toBe(corral.ollamaPort);
  expect(await main.textContent()).toContain(`127.0.0.1:${inner}`);
  expect(await isInFront(corral)).toBe(true);

  const response = await fetch(`http://localhost:${corral.ollamaPort}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'tinyllama',
      stream: true,
      messages: [{ role: 'user', content: 'write 4000 tokens' }],
    }),
  });
  void response.text().catch(() => undefined);
  await goTo(page, 'Network');
  await direct.click();
  const dialog = page.getByRole('dialog', { name: 'Interrupt requests in progress?' });
  await expect.poll(() => dialog.textContent()).toContain('1 response is in progress and will be interrupted.');
  await dialog.getByRole('button', { name: 'Change Now' }).click();
  await expect.poll(() => direct.isChecked()).toBe(true);
  await expect.poll(() => ports(corral)).toEqual([inner, corral.ollamaPort]);
  await expect.poll(() => isInFront(corral)).toBe(false);
  expect(JSON.parse(await readFile(join(corral.dataDir, 'settings.json'), 'utf8'))).toMatchObject({
    localApps: 'ollama',
  });
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await goTo(page, 'Server');
  await expect.poll(() => main.textContent()).toContain('Apps on this Mac connect to it directly.');

  await goTo(page, 'Network');
  await page.getByRole('radio', { name: 'Corral', exact: true }).click();
  await expect.poll(() => isInFront(corral)).toBe(true);
  await expect.poll(() => ports(corral)).toHaveLength(3);
  await goTo(page, 'Settings');
  await page.getByRole('link', { name: 'Show Effective Configuration' }).click();
  const row = page.getByRole('row', { name: /^OLLAMA_HOST/ });
  await expect.poll(() => row.textContent()).toContain(`Apps connect to Corral on port ${corral.ollamaPort}`);
  expect(await row.textContent()).toContain(`127.0.0.1:${ports(corral).at(-1)}`);
});
