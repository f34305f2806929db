import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';

/**
 * By the wheel, where the mouse is: ten turns by `pixels`, ten a little less far back, and the same again, as fast as a
 * person would. Nothing is looked up meanwhile: that would cost the thread that is being measured.
 * @throws when nothing there scrolls
 */
export async function scrollThrough(page: Page, pixels: number): Promise<void> {
  await page.evaluate(() => {
    document.documentElement.dataset.scrolled = 'no';
    const note = (): void => {
      document.documentElement.dataset.scrolled = 'yes';
    };
    addEventListener('scroll', note, { capture: true, once: true });
  });
  for (let turn = 0; turn < 40; turn += 1) {
    await page.mouse.wheel(0, turn % 20 < 10 ? pixels : -0.6 * pixels);
    await delay(50);
  }
  const scrolled = await page.evaluate(() => document.documentElement.dataset.scrolled);
  if (scrolled !== 'yes') throw new Error('nothing scrolled');
}
