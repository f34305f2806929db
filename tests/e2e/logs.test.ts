import { appendFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../eventually.ts';
import { goTo, launchBrowser, openPage } from './open-page.ts';
import { requestDirectly } from './rpc-client.ts';
import { type Corral, startCorral } from './start-corral.ts';

let browser: Browser;
let corral: Corral;
let file: string;
beforeAll(async () => {
  [browser, corral] = await Promise.all([launchBrowser(), startCorral()]);
  const folder = join(corral.dataDir, 'logs');
  file = await eventually(async () => {
    const name = (await readdir(folder)).find((some) => some.startsWith('server-'));
    if (name === undefined) throw new Error('no log of a run yet');
    return join(folder, name);
  });
});
afterAll(async () => {
  await browser.close();
  await corral.dispose();
});

function slog(level: string, message: string): string {
  return `time=2026-08-21T10:15:30.101+02:00 level=${level} source=x.go:1 msg="${message}"`;
}
function write(lines: readonly string[]): Promise<void> {
  return appendFile(file, lines.map((line) => `${line}\n`).join(''));
}
function many(word: string, count: number): string[] {
  return Array.from({ length: count }, (_, n) => slog('INFO', `${word} ${n}.`));
}

async function openLogs(): Promise<Page> {
  const page = await openPage(browser, corral);
  await expect.poll(() => page.getByRole('status').first().textContent()).toMatch(/^Running/);
  await goTo(page, 'Logs');
  await page.getByRole('region', { name: 'Log lines' }).waitFor();
  return page;
}
function line(page: Page, text: string) {
  return page.getByRole('region', { name: 'Log lines' }).getByText(text);
}
function clipboard(page: Page): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText());
}

test('shows new lines of the server with secrets hidden, and none of Corral’s own requests', async () => {
  const page = await openLogs();
  await line(page, 'Listening on').first().waitFor();
  // By now Corral has requested the version and the models.
  expect(await line(page, 'GET "/api/').count()).toBe(0);
  await requestDirectly(corral, '/api/version');
  await line(page, 'GET "/api/version" 200').waitFor();
  await write([slog('WARN', 'password=planted')]);
  await line(page, 'password=[hidden]').waitFor();
  expect(await line(page, 'GET "/api/').count()).toBe(1);
  expect(await line(page, 'Started at').count()).toBe(1);
});

test('filters by level and source', async () => {
  const page = await openLogs();
  await write([slog('ERROR', 'broken pipe'), slog('INFO', 'all fine')]);
  await line(page, 'all fine').waitFor();
  await page.getByRole('group', { name: 'Level' }).getByRole('button', { name: 'Errors' }).click();
  await line(page, 'broken pipe').waitFor();
  expect(await line(page, 'all fine').count()).toBe(0);
  await page.getByRole('combobox', { name: 'Source' }).click();
  await page.getByRole('option', { name: 'Corral', exact: true }).click();
  await page.getByRole('heading', { name: 'No matching lines' }).waitFor();
});

test('searches by keyboard, starting at the newest match', async () => {
  const page = await openLogs();
  await write([slog('INFO', 'needle one'), slog('INFO', 'hay'), slog('INFO', 'Needle two'), ...many('after', 200)]);
  await line(page, 'after 199.').waitFor();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('needle');
  const search = page.getByRole('group', { name: 'Search' });
  await search.getByText('2 found').waitFor();
  await page.keyboard.press('Enter');
  await search.getByText('2 of 2').waitFor();
  await page.locator('.log-line.current', { hasText: 'Needle two' }).waitFor();
  await page.keyboard.press('Shift+Enter');
  await search.getByText('1 of 2').waitFor();
  await page.locator('.log-line.current mark', { hasText: 'needle' }).waitFor();
  await search.getByRole('button', { name: 'Previous match' }).click();
  await search.getByText('2 of 2').waitFor();
  await page.getByRole('searchbox', { name: 'Search the log' }).fill('nothing like it');
  await search.getByText('No matches').waitFor();
});

test('follows new lines until the person scrolls up, and again at the end', async () => {
  const page = await openLogs();
  const follow = page.getByRole('switch', { name: 'Follow new lines' });
  await write(many('first', 300));
  await line(page, 'first 299.').waitFor();
  await page.getByRole('region', { name: 'Log lines' }).hover();
  await page.mouse.wheel(0, -2_000);
  await expect.poll(() => follow.getAttribute('aria-checked')).toBe('false');
  const seen = await page.locator('.log-line').first().textContent();
  await write(many('second', 300));
  await expect.poll(() => page.getByText(/^[\d,]+ lines$/).textContent()).toMatch(/\d/);
  expect(await line(page, 'second 299.').count()).toBe(0);
  expect(await page.locator('.log-line').first().textContent()).toBe(seen);
  await follow.click();
  await line(page, 'second 299.').waitFor();
  await write(['the very last']);
  await line(page, 'the very last').waitFor();
  expect(await follow.getAttribute('aria-checked')).toBe('true');
});

test('a selection of many lines, beyond the view, copies each line as it was written', async () => {
  const page = await openLogs();
  await write(many('picked', 300));
  await line(page, 'picked 299.').waitFor();
  const list = page.getByRole('region', { name: 'Log lines' });
  await list.hover();
  await page.mouse.wheel(0, -3_000);
  await expect.poll(() => line(page, 'picked 299.').count()).toBe(0);
  const start = page
    .locator('.log-line', { hasText: /picked \d+\./ })
    .nth(12)
    .locator('.message');
  const first = Number(/picked (\d+)\./.exec((await start.textContent()) ?? '')?.[1]);
  const box = await start.boundingBox();
  await page.mouse.move((box?.x ?? 0) + 2, (box?.y ?? 0) + 5);
  await page.mouse.down();
  await page.mouse.move((box?.x ?? 0) + 20, (box?.y ?? 0) + 30);
  await page.mouse.wheel(0, 2_000);
  // The start of the selection is no longer visible.
  await expect.poll(() => line(page, `picked ${first + 100}.`).isVisible()).toBe(true);
  const end = await line(page, `picked ${first + 100}.`).boundingBox();
  await page.mouse.move((end?.x ?? 0) + 60, (end?.y ?? 0) + 5, { steps: 3 });
  await page.mouse.up();
  await page.keyboard.press('Control+c');
  expect((await clipboard(page)).split('\n')).toEqual(many('picked', 300).slice(first, first + 101));
});

test('copies all lines shown, and diagnostics', async () => {
  const page = await openLogs();
  await write([slog('ERROR', 'copied error')]);
  await line(page, 'copied error').waitFor();
  await page.getByRole('group', { name: 'Level' }).getByRole('button', { name: 'Errors' }).click();
  await page.getByRole('button', { name: 'Copy All' }).click();
  await expect.poll(() => clipboard(page)).toContain(slog('ERROR', 'copied error'));
  expect(await clipboard(page)).not.toContain('level=INFO');
  await page.getByRole('button', { name: 'Copy Diagnostics' }).click();
  await expect.poll(() => clipboard(page)).toContain('# Corral diagnostics');
  expect(await clipboard(page)).toContain('- desired running');
});
