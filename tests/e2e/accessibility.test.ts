import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goTo, launchBrowser, openPage } from './open-page.ts';
import { type Corral, startCorral } from './start-corral.ts';

let browser: Browser;
let corral: Corral;
beforeAll(async () => {
  [browser, corral] = await Promise.all([
    launchBrowser(),
    startCorral({ fake: { installed: ['tinyllama', 'qwen3:8b'] } }),
  ]);
});
afterAll(async () => {
  await browser.close();
  await corral.dispose();
});

const pages = ['Server', 'Models', 'Playground', 'Network', 'Activity', 'Logs', 'Settings'];

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  test.each(pages)('%s has no accessibility violation at the smallest size', async (name) => {
    const page = await openPage(browser, corral, { colorScheme, width: 800, height: 600 });
    await expect.poll(() => page.getByRole('status').first().textContent()).toMatch(/^Running/);
    await goTo(page, name);
    await expect.poll(() => page.getByRole('heading', { level: 1, name }).count()).toBe(1);

    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
    expect(found).toEqual([]);
    // Nothing overflows sideways.
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  });
});
