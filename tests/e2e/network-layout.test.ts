import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasPrivateAddress, type KeyedHost, noPrivateAddress, openWithKey } from '../clients/keyed-host.ts';
import { goTo, launchBrowser, type OpenPageOptions, openPage } from './open-page.ts';
import { startCorral } from './start-corral.ts';

if (!hasPrivateAddress) noPrivateAddress('tests/e2e/network-layout');

const longName = 'MacBook Pro of the design department, third floor: Continue in VS Code';
/** A width of 1120 at 200 %. */
const zoomed = { width: 560, height: 380 };
const smallest = { width: 800, height: 600 };

const box = async (locator: Locator) => {
  const found = await locator.boundingBox();
  if (!found) throw new Error(`not drawn: ${locator}`);
  return { ...found, right: found.x + found.width, bottom: found.y + found.height };
};
const isCut = (locator: Locator) => locator.evaluate((node) => node.scrollWidth > node.clientWidth);

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
  test.each([{ width: 1120, height: 760 }, smallest, zoomed])(
    'shows each key’s name and its Revoke at $width px',
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
      expect(await isCut(page.locator('.group.keys'))).toBe(false);
    },
  );

  test('keeps the choices’ icons in their cards at 200 %', async () => {
    const page = await open(zoomed);
    const cards = page.locator('.choice');
    await expect.poll(() => cards.count()).toBe(3);
    for (const card of await cards.all()) {
      const [icon, around] = await Promise.all([box(card.locator('.icon')), box(card)]);
      expect(icon.right).toBeLessThan(around.right);
    }
  });
});
