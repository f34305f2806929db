import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { findServer } from '../../core/server/port/port-owner.ts';
import { freePort } from '../ollama/free-port.ts';
import { startOllamaApp } from '../ollama/start-ollama-app.ts';
import { corralFor } from './corral-for.ts';
import { launchBrowser, openPage } from './open-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test('the Ollama app uses the port: a person lets Corral take over', async () => {
  const port = await freePort();
  const app = startOllamaApp(port);
  onTestFinished(() => app.stop());
  await expect.poll(() => findServer({ host: '127.0.0.1', port })).not.toBeNull();
  const corral = await corralFor({ ollamaPort: port });
  const page = await openPage(browser, corral);
  const status = page.getByRole('status').first();
  await expect.poll(() => status.textContent()).toMatch(/^Running outside Corral/);
  expect(await page.getByRole('main').textContent()).toContain('The Ollama app started this server');

  await page.getByRole('button', { name: /^Take Over…/ }).click();
  expect(app.hasQuit()).toBe(false);
  await page.getByRole('dialog').getByRole('button').filter({ hasNotText: 'Cancel' }).click();
  await expect.poll(() => status.textContent()).toMatch(/^Running$/);
  expect(app.hasQuit()).toBe(true);
});

test('a port in use is left to its owner, and another one is used', async () => {
  const port = await freePort();
  const owner = createServer((_request, response) => response.end('not Ollama'));
  await new Promise<void>((resolve) => {
    owner.listen(port, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    owner.close();
  });
  // The port is set in the settings here: one from the environment can't be changed by a click.
  const home = await mkdtemp(join(tmpdir(), 'corral-e2e-'));
  await mkdir(join(home, 'data'));
  await writeFile(join(home, 'data', 'settings.json'), JSON.stringify({ port }));
  const corral = await corralFor({ home, env: { CORRAL_OLLAMA_PORT: '' } });
  const page = await openPage(browser, corral);
  const status = page.getByRole('status').first();
  await expect.poll(() => status.textContent()).toMatch(/^Port in use/);

  await page.getByRole('button', { name: 'Use Another Port' }).click();
  await expect.poll(() => status.textContent()).toMatch(/^Running/);
  const address = /http:\/\/localhost:(\d+)\/v1/.exec((await page.getByRole('main').textContent()) ?? '');
  expect(Number(address?.[1])).not.toBe(port);
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
});
