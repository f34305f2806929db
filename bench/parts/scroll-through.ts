import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';

/**
 * Scrolls with the wheel at the mouse: ten steps by `pixels`, ten back by a little less, and the same again, as fast as a person
 * would. Nothing is looked up meanwhile, because that would run on the thread that is measured.
 * @throws {Error} when nothing scrolls
 */
export async function scrollThrough(page: Page, pixels: number): Promise<void> {
  await page.evaluate(() => {
    document.documentElement.dataset.scrolled = 'no';
    const markScrolled = (): void => {
      document.documentElement.dataset.scrolled = 'yes';
    };
    addEventListener('scroll', markScrolled, { capture: true, once: true });
  });
  for (let step = 0; step < 40; step += 1) {
    await page.mouse.wheel(0, step % 20 < 10 ? pixels : -0.6 * pixels);
    await delay(50);
  }
  const scrolled = await page.evaluate(() => document.documentElement.dataset.scrolled);
  if (scrolled !== 'yes') throw new Error('nothing scrolled');
}
