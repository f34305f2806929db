import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { corralFor } from './corral-for.ts';
import { goTo, launchBrowser, openPage } from './open-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const SEED_PROBLEM = 'Seed isn’t valid. Enter a whole number from 0 to 2,147,483,647.';

/** The bodies of the requests for responses, as they are sent. */
function sentBodies(page: Page): unknown[] {
  const bodies: unknown[] = [];
  page.context().on('request', (request) => {
    if (/\/v1\/(chat\/)?completions$/.test(request.url()) && request.method() === 'POST') {
      bodies.push(request.postDataJSON());
    }
  });
  return bodies;
}

test('an invalid parameter blocks sending and says why, until it is reset', async () => {
  const corral = await corralFor({ fake: { installed: ['tinyllama'], tokensPerSecond: 500 } });
  const page = await openPage(browser, corral);
  const bodies = sentBodies(page);
  await goTo(page, 'Playground');
  await expect.poll(() => page.getByRole('combobox', { name: 'Model' }).textContent()).toContain('tinyllama');
  const message = page.getByRole('textbox', { name: 'Message' });
  const send = page.getByRole('button', { name: 'Send' });
  const seed = page.getByRole('textbox', { name: 'Seed' });

  await seed.fill('5');
  await message.fill('Say hello');
  await message.press('Enter');
  await expect.poll(() => bodies).toEqual([expect.objectContaining({ seed: 5 })]);
  await expect.poll(() => page.getByRole('button', { name: 'Regenerate response' }).count()).toBe(1);

  await seed.fill('5x');
  await message.fill('And again');
  await message.press('Enter');
  expect(await send.isDisabled()).toBe(true);
  expect(await page.getByRole('button', { name: 'Regenerate response' }).isDisabled()).toBe(true);
  const reason = await message.getAttribute('aria-describedby');
  expect(await page.locator(`[id="${reason}"]`).textContent()).toBe(SEED_PROBLEM);
  expect(await seed.getAttribute('aria-invalid')).toBe('true');

  // It is still there on another tab, another page, and after a reload.
  await page.getByRole('tab', { name: 'Completion' }).click();
  await page.getByRole('textbox', { name: 'Prompt' }).fill('Once');
  const complete = page.getByRole('button', { name: 'Complete' });
  expect(await complete.isDisabled()).toBe(true);
  expect(await page.getByRole('main').textContent()).toContain(SEED_PROBLEM);
  await goTo(page, 'Server');
  await goTo(page, 'Playground');
  await page.reload();
  await expect.poll(() => seed.inputValue()).toBe('5x');
  expect(await message.inputValue()).toBe('And again');
  expect(await send.isDisabled()).toBe(true);

  for (const name of ['Temperature value', 'Top P value']) await page.getByRole('textbox', { name }).fill('99');
  await page.getByRole('textbox', { name: 'Max tokens' }).fill('0');
  await page.getByRole('button', { name: 'Reset to Model Defaults' }).click();
  expect(await page.locator('[aria-invalid=true]').count()).toBe(0);
  expect(
    await page
      .getByRole('complementary')
      .getByRole('textbox')
      .evaluateAll((fields) => fields.map((field) => 'value' in field && field.value)),
  ).toEqual(['', '', '', '', '', '']);
  await send.click();
  await expect.poll(() => bodies).toHaveLength(2);
  expect(Object.keys(Object(bodies[1]))).not.toContain('seed');
});
