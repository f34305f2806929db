import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Figure } from './parts/figure.ts';
import { longestTasks } from './parts/longest-task.ts';
import { withCorral } from './parts/open-corral.ts';
import { scrollThrough } from './parts/scroll-through.ts';

const MODEL_COUNT = 1_000;
/** One and a half pages of the table. */
const STEP_PIXELS = 700;

/** Each key selects another model, whose inspector is shown. */
async function pressKeys(page: Page): Promise<void> {
  for (const key of ['Home', 'PageDown', 'PageDown', 'End', 'PageUp', 'PageUp', 'ArrowUp', 'ArrowUp']) {
    await page.keyboard.press(key);
    await delay(150);
  }
}

/** The longest tasks of the page's main thread with a list of 1,000 models. */
export function modelList(): Promise<readonly Figure[]> {
  return withCorral({ syntheticModels: MODEL_COUNT }, async ({ url, page }) => {
    await page.goto(url);
    await page.getByRole('navigation').getByRole('link', { name: 'Models' }).click();
    const list = page.getByRole('grid', { name: 'Models' });
    await page.locator(`[role=grid][aria-rowcount="${MODEL_COUNT + 1}"]`).waitFor();
    const first = list.getByRole('row').nth(1);
    await first.click();
    await first.hover();
    return await longestTasks(page, [
      [`while scrolling, ${MODEL_COUNT} models`, () => scrollThrough(page, STEP_PIXELS)],
      [`while pressing keys, ${MODEL_COUNT} models`, () => pressKeys(page)],
    ]);
  });
}
