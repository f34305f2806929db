import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasPrivateAddress, type KeyedHost, openWithKey, reportNoPrivateAddress } from '../clients/keyed-host.ts';
import { goTo, launchBrowser, type OpenPageOptions, openPage } from './open-page.ts';
import { startCorral } from './start-corral.ts';

if (!hasPrivateAddress) reportNoPrivateAddress('tests/e2e/network-layout');

const longName = 'MacBook Pro of the design department, third floor: Continue in VS Code';
/** A width of 1120 px at 200%. */
const zoomed = { width: 560, height: 380 };
const smallest = { width: 800, height: 600 };

async function box(locator: Locator) {
  const found = await locator.boundingBox();
  if (!found) throw new Error(`not visible: ${locator}`);
  return { ...found, right: found.x + found.width, bottom: found.y + found.height };
}
function isClipped(locator: Locator) {
  return locator.evaluate((node) => node.scrollWidth > node.clientWidth);
}
function color(locator: Locator, property: 'color' | 'backgroundColor') {
  return locator.evaluate((node, name) => getComputedStyle(node)[name], property);
}

describe.runIf(hasPrivateAddress)('the Network page', () => {
  let browser: Browser;
  let host: KeyedHost;
  beforeAll(async () => {
    const installed = Array.from({ length: 40 }, (_, n) => `a-model-of-many-${n}:latest`);
    const [started, corral] = await Promise.all([launchBrowser(), startCorral({ fake: { installed } })]);
    browser = started;
    host = await openWithKey(corral);
    await host.newKey(longName, { models: ['a-model-of-many-1:latest'], cloudAllowed: true });
  });
  afterAll(async () => {
    await browser.close();
    await host.close();
  });

  const open = async (options: OpenPageOptions = {}): Promise<Page> => {
    const page = await openPage(browser, host.corral, options);
    await goTo(page, 'Network');
    return page;
  };
  const openSheet = async (options: OpenPageOptions = {}) => {
    const page = await open(options);
    await page.getByRole('button', { name: 'New key' }).click();
    return { page, sheet: page.getByRole('dialog', { name: 'New API key' }) };
  };

  test.each([{ width: 1120, height: 760 }, smallest, zoomed])(
    'shows each key’s name and its Revoke button at $width px',
    async (size) => {
      const page = await open(size);
      const row = page.getByRole('row', { name: longName });
      const [name, revoke, table] = await Promise.all([
        box(row.getByText(longName)),
        box(row.getByRole('button', { name: `Revoke key ${longName}` })),
        box(page.locator('.group.keys')),
      ]);
      expect(name.width).toBeGreaterThan(130);
      expect(name.right).toBeLessThanOrEqual(revoke.x);
      expect(revoke.right).toBeLessThan(table.right);
      expect(await isClipped(page.locator('.group.keys'))).toBe(false);
    },
  );

  test('keeps the icons of the choices inside their cards at 200%', async () => {
    const page = await open(zoomed);
    const cards = page.locator('.choice');
    await expect.poll(() => cards.count()).toBe(3);
    for (const card of await cards.all()) {
      const [icon, around] = await Promise.all([box(card.locator('.icon')), box(card)]);
      expect(icon.right).toBeLessThan(around.right);
    }
  });

  test('keeps the sheet’s buttons visible, however many models there are', async () => {
    const { page, sheet } = await openSheet(smallest);
    await sheet.getByRole('radio', { name: 'Selected models' }).click();
    const create = sheet.getByRole('button', { name: 'Create Key' });
    expect((await box(create)).bottom).toBeLessThan(smallest.height - 24);
    const cloud = sheet.getByRole('switch', { name: 'Allow cloud models' });
    await cloud.scrollIntoViewIfNeeded();
    expect((await box(cloud)).bottom).toBeLessThan((await box(create)).y);
    await page.setViewportSize({ width: 1120, height: 760 });
    expect((await box(sheet)).y).toBeGreaterThanOrEqual(24);
  });

  test('doesn’t highlight a disabled button under the pointer', async () => {
    const { sheet } = await openSheet();
    const create = sheet.getByRole('button', { name: 'Create Key' });
    const idle = await color(create, 'backgroundColor');
    await create.hover({ force: true });
    await create.evaluate((node) => Promise.all(node.getAnimations().map(({ finished }) => finished)));
    expect(await color(create, 'backgroundColor')).toBe(idle);
  });

  test('treats a double click on New key as one click', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'New key' }).dblclick();
    await page.keyboard.type('iPad');
    expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('iPad');
    expect(await page.getByRole('radio', { name: /^Inference/ }).isChecked()).toBe(true);
  });

  test('shows a failure in a sheet in red', async () => {
    const { page, sheet } = await openSheet();
    await sheet.getByRole('textbox', { name: 'Name', exact: true }).fill('Laptop');
    // Without a connection the key can't be created.
    await host.corral.stop();
    await sheet.getByRole('button', { name: 'Create Key' }).click();
    const failure = sheet.locator('p.field-error');
    await expect.poll(() => failure.count()).toBe(1);
    expect(await color(failure, 'color')).toBe('rgb(179, 35, 26)');
    await page.close();
  });
});
