import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Figure } from './parts/figure.ts';
import { longestTasks } from './parts/longest-task.ts';
import { withCorral } from './parts/open-corral.ts';
import { scrollThrough } from './parts/scroll-through.ts';

const modelCount = 1_000;
/** A page of the table and a half. */
const turnPixels = 700;

/** Each key selects another model, whose inspector is shown. */
async function pressThrough(page: Page): Promise<void> {
  for (const key of ['Home', 'PageDown', 'PageDown', 'End', 'PageUp', 'PageUp', 'ArrowUp', 'ArrowUp']) {
    await page.keyboard.press(key);
    await delay(150);
  }
}

/** What a list of 1,000 models costs the page's thread at most in one go. */
export function modelList(): Promise<readonly Figure[]> {
  return withCorral({ syntheticModels: modelCount }, async ({ url, page }) => {
    await page.goto(url);
    await page.getByRole('navigation').getByRole('link', { name: 'Models' }).click();
    const list = page.getByRole('grid', { name: 'Models' });
    await page.locator(`[role=grid][aria-rowcount="${modelCount + 1}"]`).waitFor();
    const first = list.getByRole('row').nth(1);
    await first.click();
    await first.hover();
    return await longestTasks(page, [
      [`while scrolling, ${modelCount} models`, () => scrollThrough(page, turnPixels)],
      [`while pressing keys, ${modelCount} models`, () => pressThrough(page)],
    ]);
  });
}
