import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { corralFor } from './corral-for.ts';
import { goTo, launchBrowser, openPage } from './open-page.ts';
import type { CorralOptions } from './start-corral.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function expectPullFailure(options: CorralOptions, name: string, message: RegExp) {
  const corral = await corralFor(options);
  const page = await openPage(browser, corral);
  await goTo(page, 'Models');
  const field = page.getByRole('textbox', { name: 'Pull a model' });
  await field.fill(name);
  await field.press('Enter');
  await expect.poll(() => page.getByRole('main').textContent()).toMatch(message);
  return page;
}

test('a model name that doesn’t exist is reported', async () => {
  await expectPullFailure({}, 'no-such-model:9b', /No model with that name/i);
});

test('an invalid model name is rejected and stays in the field', async () => {
  const page = await expectPullFailure({}, 'not a name', /isn’t a valid model name/);
  expect(await page.getByRole('textbox', { name: 'Pull a model' }).inputValue()).toBe('not a name');
});

test('an unreachable registry is reported', async () => {
  await expectPullFailure({ fake: { registryUnreachable: true } }, 'llama3.2:1b', /Can’t reach the model registry/);
});

test('a full disk is reported', async () => {
  await expectPullFailure(
    { fake: { pullFault: { kind: 'diskFull', afterBytes: 1_000_000 } } },
    'llama3.2:1b',
    /The disk is full/,
  );
});

test('an unreadable settings file is moved aside, and a notice says so', async () => {
  const home = await mkdtemp(join(tmpdir(), 'corral-e2e-'));
  await mkdir(join(home, 'data'), { recursive: true });
  await writeFile(join(home, 'data', 'settings.json'), '{"reach": "local');
  const corral = await corralFor({ home });
  const page = await openPage(browser, corral);

  await expect
    .poll(() =>
      page
        .getByText(/settings/i)
        .filter({ hasText: /moved it to/ })
        .count(),
    )
    .toBeGreaterThan(0);
  const aside = (await readdir(corral.dataDir)).find((name) => name.startsWith('settings.broken-')) ?? '';
  expect(await readFile(join(corral.dataDir, aside), 'utf8')).toBe('{"reach": "local');
  await expect.poll(() => page.getByRole('status').first().textContent()).toMatch(/^Running/);
});

test('a chat with a deleted model offers to pull it; a stopped server offers to start', async () => {
  const corral = await corralFor({ fake: { installed: ['tinyllama'] } });
  const page = await openPage(browser, corral);
  await goTo(page, 'Playground');
  const message = page.getByRole('textbox', { name: 'Message' });
  await expect.poll(() => page.getByRole('combobox', { name: 'Model' }).textContent()).toContain('tinyllama');
  await fetch(`${corral.ollamaUrl}/api/delete`, { method: 'DELETE', body: JSON.stringify({ model: 'tinyllama' }) });
  await message.fill('Hello');
  await message.press('Enter');
  await expect.poll(() => page.getByRole('button', { name: /^Pull tinyllama/ }).count()).toBe(1);

  await page.getByRole('navigation').getByRole('button', { name: 'Stop server', exact: true }).click();
  await expect.poll(() => page.getByRole('status').first().textContent()).toMatch(/^Stopped/);
  await expect
    .poll(() => page.getByRole('main').getByRole('button', { name: 'Start server', exact: true }).count())
    .toBeGreaterThan(0);
});

test('an error in the middle of a response keeps the text and names the reason, in a chat and in a completion', async () => {
  const streamError = { afterTokens: 4, kind: 'reported' } as const;
  const corral = await corralFor({
    fake: { installed: ['tinyllama'], response: 'one two three four five', streamError },
  });
  const page = await openPage(browser, corral);
  await goTo(page, 'Playground');
  const main = page.getByRole('main');
  await page.getByRole('textbox', { name: 'Message' }).fill('Count');
  await page.getByRole('textbox', { name: 'Message' }).press('Enter');
  const interrupted = /The response was interrupted: an error was encountered while running the model/;
  await expect.poll(() => main.textContent()).toMatch(interrupted);
  expect(await main.getByRole('article', { name: 'Assistant' }).textContent()).toContain('one two');

  await page.getByRole('tab', { name: 'Completion' }).click();
  await page.getByRole('textbox', { name: 'Prompt' }).fill('Count');
  await page.getByRole('button', { name: 'Complete', exact: true }).click();
  await expect.poll(() => main.textContent()).toMatch(interrupted);
  expect(await main.textContent()).toContain('one two');
});
