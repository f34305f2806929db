import { createServer } from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { freePort } from '../ollama/free-port.ts';
import { startOllama } from '../ollama/start-ollama.ts';
import { corralFor } from './corral-for.ts';
import { goTo, launchBrowser, openPage } from './open-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test('an external server is shown as running outside Corral, used, and not stopped', async () => {
  const other = await startOllama({ fake: { installed: ['tinyllama'] } });
  onTestFinished(() => other.stop());
  const corral = await corralFor({ ollamaPort: Number(new URL(other.baseUrl).port) });
  const page = await openPage(browser, corral);

  await expect.poll(() => page.getByRole('status').first().textContent()).toMatch(/^Running outside Corral/);
  await goTo(page, 'Models');
  await expect.poll(() => page.getByRole('row', { name: /tinyllama/ }).count()).toBe(1);
  await goTo(page, 'Network');
  await expect.poll(() => page.getByRole('radio', { name: 'Local network' }).isDisabled()).toBe(true);

  expect(await corral.stop()).toBe(0);
  expect((await fetch(`${other.baseUrl}/api/version`)).status).toBe(200);
});

test('when an external server stops, ours starts', async () => {
  const other = await startOllama();
  const corral = await corralFor({ ollamaPort: Number(new URL(other.baseUrl).port) });
  const page = await openPage(browser, corral);
  const status = page.getByRole('status').first();
  await expect.poll(() => status.textContent()).toMatch(/^Running outside Corral/);
  await other.stop();
  await expect.poll(() => status.textContent()).toMatch(/^Running$/);
});

test('without Ollama the page shows the path that was tried', async () => {
  const corral = await corralFor({ ollama: '/nowhere/ollama' });
  const page = await openPage(browser, corral);
  await expect.poll(() => page.getByRole('status').first().textContent()).toMatch(/^Not installed/);
  expect(await page.getByRole('main').textContent()).toContain('/nowhere/ollama');
});

test('the process that uses the port is named', async () => {
  const port = await freePort();
  const other = createServer((_request, response) => response.end('not Ollama'));
  await new Promise<void>((resolve) => {
    other.listen(port, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    other.close();
  });
  const corral = await corralFor({ ollamaPort: port });
  const page = await openPage(browser, corral);
  await expect.poll(() => page.getByRole('status').first().textContent()).toMatch(/^Port in use/);
  await expect.poll(() => page.getByRole('main').textContent()).toContain(String(process.pid));
});
