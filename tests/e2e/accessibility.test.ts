import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startOllama } from '../ollama/start-ollama.ts';
import { corralFor } from './corral-for.ts';
import { goTo, launchBrowser, openPage } from './open-page.ts';
import { reflowProblems, spaceText } from './reflow-problems.ts';
import { LONG_NAME, startFullCorral } from './reflow-scenario.ts';
import { reflowStates } from './reflow-states.ts';
import type { Corral } from './start-corral.ts';

let browser: Browser;
let corral: Corral;
beforeAll(async () => {
  [browser, corral] = await Promise.all([launchBrowser(), startFullCorral()]);
});
afterAll(async () => {
  await browser.close();
  await corral.dispose();
});

const pages = ['Server', 'Models', 'Playground', 'Network', 'Activity', 'Logs', 'Settings'];

/** What has a frame that only the browser draws, such as a fieldset's. Runs in the page. */
function rawFrames(): string[] {
  const framed = [...document.body.querySelectorAll('*')].filter((element) =>
    /groove|ridge|inset|outset/.test(getComputedStyle(element).borderStyle),
  );
  return framed.map(({ outerHTML }) => outerHTML.slice(0, 120));
}

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  test.each(pages)('%s has no accessibility violation at the smallest size', async (name) => {
    const page = await openPage(browser, corral, { colorScheme, width: 800, height: 600 });
    await expect.poll(() => page.getByRole('status').first().textContent()).toMatch(/^Running/);
    await goTo(page, name);
    await expect.poll(() => page.getByRole('heading', { level: 1, name }).count()).toBe(1);

    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
    expect(found).toEqual([]);
    expect(await page.evaluate(rawFrames)).toEqual([]);
    // Nothing overflows sideways.
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  });
});

/** 1280 × 1024 at 400%, and 1120 × 760 at 200%. */
const sizes = [
  { width: 320, height: 256 },
  { width: 560, height: 380 },
] as const;

/** Checks what is shown at both sizes, and with the text spaced. */
async function expectReflow(page: Page): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size);
    expect(await reflowProblems(page), `at ${size.width} px`).toEqual([]);
  }
  await spaceText(page);
  await page.setViewportSize(sizes[0]);
  expect(await reflowProblems(page), 'with spaced text').toEqual([]);
}

function statusOf(page: Page): Promise<string | null> {
  return page.getByRole('status').first().textContent();
}

describe('at 400% and at 200%, nothing is lost of', () => {
  test.each(reflowStates)('%s: %s', async (name, _state, steps) => {
    const page = await openPage(browser, corral, sizes[0]);
    await goTo(page, name);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await steps(page);
    await expectReflow(page);
  });

  test('Models: the focus, which goes to the details of the model and back', async () => {
    const page = await openPage(browser, corral, sizes[1]);
    await goTo(page, 'Models');
    await page.getByRole('searchbox', { name: 'Search models' }).fill('Qwen3-30B');
    const row = page.getByRole('row', { name: LONG_NAME });
    const details = page.getByRole('complementary', { name: LONG_NAME });
    const focused = (): Promise<string | null> =>
      page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);
    await row.focus();
    await page.keyboard.press('Enter');
    await details.waitFor();
    expect(await row.isVisible()).toBe(false);
    await expect.poll(focused).toBe('Hide details');
    await page.keyboard.press('Enter');
    await row.waitFor();
    await expect.poll(focused).toBe(LONG_NAME);
  });

  test('Server: what to do without Ollama, and what happened to a file', async () => {
    const home = await mkdtemp(join(tmpdir(), 'corral-e2e-'));
    await mkdir(join(home, 'data'));
    await writeFile(join(home, 'data', 'settings.json'), 'not JSON');
    const other = await corralFor({ home, ollama: `/nowhere/${'a-long-folder-'.repeat(8)}/ollama` });
    const page = await openPage(browser, other, sizes[0]);
    await expect.poll(() => statusOf(page)).toMatch(/^Not installed/);
    await page
      .getByRole('button', { name: /^Dismiss/ })
      .first()
      .waitFor();
    await expectReflow(page);
  });

  test('Server: why it couldn’t start', async () => {
    const message = `Error: ${'something-broke-'.repeat(12)} ${'in more than one way '.repeat(8)}`;
    const other = await corralFor({ fake: { exitBeforeReady: { code: 1, message } } });
    const page = await openPage(browser, other, sizes[0]);
    await page.getByText('something-broke-').first().waitFor();
    await expectReflow(page);
  });

  test('Server: the question before a server outside Corral is taken over', async () => {
    const outside = await startOllama();
    onTestFinished(() => outside.stop());
    const other = await corralFor({ ollamaPort: Number(new URL(outside.baseUrl).port) });
    const page = await openPage(browser, other, sizes[0]);
    await expect.poll(() => statusOf(page)).toMatch(/^Running outside Corral/);
    await expectReflow(page);
    await page.getByRole('button', { name: /^Take Over/ }).click();
    await page.getByRole('dialog').waitFor();
    await expectReflow(page);
  });

  test('Server: what an action would interrupt, the wait for that, and a lost connection', async () => {
    const other = await corralFor({ fake: { installed: [LONG_NAME], tokensPerSecond: 20 } });
    const page = await openPage(browser, other, sizes[0]);
    await expect.poll(() => statusOf(page)).toMatch(/^Running/);
    await beginResponse(other);
    await page.getByRole('button', { name: 'Restart server' }).click();
    await page.getByRole('dialog').waitFor();
    await expectReflow(page);
    await page.getByRole('dialog').getByRole('button', { name: 'When Idle' }).click();
    await page.getByRole('region', { name: 'Restart pending' }).waitFor();
    await expectReflow(page);
    await other.stop();
    await page.getByText('Connection to Corral lost').first().waitFor();
    await expectReflow(page);
  });
});

/** A response that goes on until the host stops. */
async function beginResponse({ origin, token }: Corral): Promise<void> {
  const response = await fetch(`${origin}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: LONG_NAME,
      stream: true,
      messages: [{ role: 'user', content: 'write 4000 tokens' }],
    }),
  });
  void response.text().catch(() => undefined);
}
