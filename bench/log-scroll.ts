import { appendFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Figure } from './parts/figure.ts';
import { type Act, longestTasks } from './parts/longest-task.ts';
import { withCorral } from './parts/open-corral.ts';

const lineCount = 100_000;
/** The host holds 5,000 lines for those who read; fewer at once are sure to arrive. */
const batch = 3_000;

/** Lines such as a busy server writes; some are warnings and errors, which are drawn whole. */
function logLines(from: number, count: number): string {
  const time = new Date().toISOString();
  return Array.from({ length: count }, (_, i) => {
    const n = from + i;
    if (n % 500 === 0)
      return `time=${time} level=ERROR source=sched.go:7 msg="no room for model ${n}" required="9.2 GiB"\n`;
    if (n % 50 === 0) return `time=${time} level=WARN source=sched.go:9 msg="evicting model ${n}" model=qwen3:8b\n`;
    if (n % 3 === 0) return `llama_model_loader: tensor ${n} of a model that is being loaded\n`;
    return `time=${time} level=INFO source=server.go:12 msg="request ${n} answered" model=qwen3:8b tokens=${n % 512}\n`;
  }).join('');
}

/** What a log of 100,000 lines costs the page's thread at most in one go. */
export function logScroll(): Promise<readonly Figure[]> {
  return withCorral({}, async ({ url, dataDir, page }) => {
    await page.goto(url);
    await page.getByRole('main').getByRole('button', { name: 'Stop server' }).waitFor();
    await page.getByRole('navigation').getByRole('link', { name: 'Logs' }).click();
    await page.getByRole('region', { name: 'Log lines' }).waitFor();
    const logs = join(dataDir, 'logs');
    const name = (await readdir(logs)).find((some) => /^server-.*\.log$/.test(some));
    if (name === undefined) throw new Error('there is no log of a run');
    const file = join(logs, name);
    await fill(page, file);

    const following = (on: boolean): Promise<void> =>
      page.getByRole('switch', { name: 'Follow new lines' }).setChecked(on);
    const acts: readonly Act[] = [
      ['while scrolling', () => scroll(page)],
      ['while lines arrive, following', () => following(true).then(() => arrive(file))],
      ['while scrolling as lines arrive', () => Promise.all([arrive(file), scroll(page)]).then(() => undefined)],
      [
        'while filtering and searching as lines arrive',
        () => Promise.all([arrive(file), choose(page)]).then(() => undefined),
      ],
    ];
    return longestTasks(
      page,
      acts.map(([what, act]) => [`${what}, 100,000 log lines`, act]),
    );
  });
}

async function shownCount(page: Page): Promise<number> {
  const text = await page.getByText(/^[\d,]+ lines$/).textContent();
  return Number(text?.replace(/\D/g, ''));
}

async function fill(page: Page, file: string): Promise<void> {
  for (let count = await shownCount(page); count < lineCount; ) {
    const desired = count + batch;
    await appendFile(file, logLines(count, batch));
    while (count < desired) {
      await delay(100);
      count = await shownCount(page);
    }
  }
}

/** Through the list by the wheel and the keyboard, as fast as a person would. */
async function scroll(page: Page): Promise<void> {
  const list = page.getByRole('region', { name: 'Log lines' });
  await list.hover();
  for (let turn = 0; turn < 40; turn += 1) {
    await page.mouse.wheel(0, turn % 20 < 10 ? -2_500 : 1_500);
    await delay(50);
  }
  await list.focus();
  for (const key of ['Home', 'PageDown', 'PageDown', 'End', 'PageUp', 'PageUp']) {
    await page.keyboard.press(key);
    await delay(150);
  }
}

/** Ten times a second for three seconds. */
async function arrive(file: string): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) {
    await appendFile(file, logLines(turn * 100, 100));
    await delay(100);
  }
}

async function choose(page: Page): Promise<void> {
  const level = page.getByRole('group', { name: 'Level' });
  for (const name of [/^Errors/, /^Warnings/, 'Info', 'All']) {
    await level.getByRole('button', { name }).click();
    await delay(300);
  }
  const search = page.getByRole('searchbox', { name: 'Search the log' });
  await search.pressSequentially('model 99', { delay: 60 });
  for (let step = 0; step < 5; step += 1) {
    await search.press(step % 2 === 0 ? 'Enter' : 'Shift+Enter');
    await delay(150);
  }
  await search.fill('');
}
