import { mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createActivityTable } from '../../core/activity/activity-table.ts';
import { openCorralDatabase } from '../../core/data-folder/corral-database.ts';
import { goTo, launchBrowser, openPage } from './open-page.ts';
import { connectRpc, requestDirectly } from './rpc-client.ts';
import { type Corral, startCorral } from './start-corral.ts';

let browser: Browser;
let corral: Corral;

/** A home whose data folder holds this many requests, one every 30 seconds. */
async function homeWithRequests(count: number): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'corral-e2e-'));
  const dataDir = join(home, 'data');
  await mkdir(dataDir, { mode: 0o700 });
  const { database } = openCorralDatabase(dataDir);
  const begin = Date.now() - count * 30_000;
  const entries = Array.from({ length: count }, (_, n) => ({
    id: String(n + 1),
    at: begin + n * 30_000,
    client: '192.168.1.40',
    key: { id: 'k1', name: `Key ${n + 1}` },
    direct: false,
    method: 'POST',
    path: '/v1/chat/completions',
    model: `model-${n % 7}`,
    status: 200,
    firstByteMs: 300,
    firstTokenMs: 300,
    durationMs: 3_000,
    promptTokens: 100,
    completionTokens: 50,
    tokensPerSecond: null,
    outcome: n % 100 === 0 ? ('failed' as const) : ('done' as const),
  }));
  createActivityTable(database).save(entries, { firstId: '1', evicted: [] });
  database.close();
  return home;
}

beforeAll(async () => {
  browser = await launchBrowser();
  const home = await homeWithRequests(9_900);
  corral = await startCorral({ home, fake: { installed: ['tinyllama'] } });
});
afterAll(async () => {
  await browser.close();
  await corral.dispose();
});

function firstRow(page: Page) {
  return page.getByRole('table').getByRole('row').nth(1);
}
function rowAt(page: Page, point: { readonly x: number; readonly y: number }) {
  return page.evaluate(({ x, y }) => document.elementFromPoint(x, y)?.closest('tr')?.textContent, point);
}
function scrollTo(page: Page, top: number) {
  return page.getByRole('region', { name: 'Requests' }).evaluate((region, to) => {
    region.scrollTop = to;
  }, top);
}

async function openActivity(): Promise<Page> {
  const page = await openPage(browser, corral);
  await expect.poll(() => page.getByRole('status').first().textContent()).toMatch(/^Running/);
  await goTo(page, 'Activity');
  await firstRow(page).waitFor();
  return page;
}

test('requests from before the restart are listed, down to the first', async () => {
  const page = await openActivity();
  await expect.poll(() => page.getByText(/^Today: /).textContent()).toMatch(/requests, \d+ failed$/);
  const last = page.getByRole('table').getByRole('row').last();
  await expect
    .poll(
      async () => {
        await scrollTo(page, Number.MAX_SAFE_INTEGER);
        return await last.textContent();
      },
      { timeout: 30_000 },
    )
    .toContain('Key 1m');
  expect(await page.getByRole('row').count()).toBeLessThan(80);
  await page.getByRole('combobox', { name: 'Outcome' }).click();
  await page.getByRole('option', { name: 'Failed' }).click();
  await expect.poll(() => page.getByText(/ shown\.$/).textContent()).toBe('99 requests shown.');
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export CSV…' }).click();
  const csv = await readFile(await (await saving).path(), 'utf8');
  expect(csv.trim().split('\r\n')).toHaveLength(100);
});

test('a direct client appears on top, and moves no row that the pointer is at', async () => {
  const page = await openActivity();
  await page.mouse.move(5, 5);
  await requestDirectly(corral, '/api/tags?first');
  await expect.poll(() => firstRow(page).textContent()).toMatch(/This Mac––\/api\/tags200/);

  const box = await page.getByRole('table').getByRole('row').nth(6).boundingBox();
  if (!box) throw new Error('no such row');
  const point = { x: box.x + 200, y: box.y + box.height / 2 };
  await page.mouse.move(point.x, point.y);
  const pointedAt = await rowAt(page, point);
  for (const name of ['a', 'b', 'c']) await requestDirectly(corral, `/v1/models?${name}`);
  await page.getByRole('button', { name: '3 New Requests' }).waitFor();
  expect(await rowAt(page, point)).toBe(pointedAt);

  await page.mouse.move(5, 5);
  await expect.poll(() => firstRow(page).textContent()).toContain('/v1/models');
  expect(await page.getByRole('button', { name: /New Request/ }).count()).toBe(0);

  await scrollTo(page, 5_000);
  await expect.poll(() => rowAt(page, point)).toContain('/v1/chat/completions');
  const rowBefore = await rowAt(page, point);
  await requestDirectly(corral, '/v1/models?d');
  await page.getByRole('button', { name: '1 New Request' }).click();
  await expect.poll(() => rowAt(page, point)).not.toBe(rowBefore);
});

test('a request that goes through Corral is listed once, with its figures', async () => {
  const { client, close } = await connectRpc(corral.url);
  onTestFinished(close);
  const response = await fetch(`${corral.origin}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${corral.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'tinyllama',
      stream: true,
      stream_options: { include_usage: true },
      messages: [{ role: 'user', content: 'hi' }],
    }),
  });
  expect(await response.text()).toContain('[DONE]');
  // A later line of the server's log: by now the chat would be listed twice.
  await requestDirectly(corral, '/api/version?later');
  const newest = async () => (await client.activity.query({ limit: 3 })).entries;
  await expect
    .poll(async () => (await newest())[0])
    .toMatchObject({ direct: true, path: '/api/version', client: 'This Mac' });
  const [, chat, earlier] = await newest();
  expect(chat).toMatchObject({ client: 'Playground', model: 'tinyllama:latest', direct: false, outcome: 'done' });
  expect(chat?.completionTokens).toBeGreaterThan(0);
  expect(earlier?.path).not.toBe('/v1/chat/completions');
  const { byModel } = await client.activity.totals({ from: chat?.at ?? 0 });
  expect(byModel).toContainEqual(expect.objectContaining({ model: 'tinyllama:latest', requests: 1 }));
});

test('the list is cleared after a confirmation', async () => {
  const page = await openActivity();
  await page.getByRole('button', { name: 'Clear…' }).click();
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await page.getByRole('heading', { name: 'No requests yet' }).waitFor();
});
