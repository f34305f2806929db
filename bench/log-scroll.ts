import { appendFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Figure } from './parts/figure.ts';
import { type Action, longestTasks } from './parts/longest-task.ts';
import { withCorral } from './parts/open-corral.ts';

const LINE_COUNT = 100_000;
/** The host buffers 5,000 lines for a client; this many at once all arrive. */
const BATCH_SIZE = 3_000;

/** Lines like those of a busy server; some are warnings and errors, which are shown in full. */
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

/** The longest tasks of the page's main thread with a log of 100,000 lines. */
export function logScroll(): Promise<readonly Figure[]> {
  return withCorral({}, async ({ url, dataDir, page }) => {
    await page.goto(url);
    await page.getByRole('main').getByRole('button', { name: 'Stop server' }).waitFor();
    await page.getByRole('navigation').getByRole('link', { name: 'Logs' }).click();
    await page.getByRole('region', { name: 'Log lines' }).waitFor();
    const logs = join(dataDir, 'logs');
    const name = (await readdir(logs)).find((entry) => /^server-.*\.log$/.test(entry));
    if (name === undefined) throw new Error('no run has a log');
    const file = join(logs, name);
    await fill(page, file);

    const actions: readonly Action[] = [
      ['while scrolling', () => scroll(page)],
      ['while lines arrive, following', () => follow(page).then(() => appendLines(file))],
      ['while scrolling as lines arrive', () => Promise.all([appendLines(file), scroll(page)]).then(() => undefined)],
      [
        'while filtering and searching as lines arrive',
        () => Promise.all([appendLines(file), filterAndSearch(page)]).then(() => undefined),
      ],
    ];
    return longestTasks(
      page,
      actions.map(([label, run]) => [`${label}, 100,000 log lines`, run]),
    );
  });
}

async function shownCount(page: Page): Promise<number> {
  const text = await page.getByText(/^[\d,]+ lines$/).textContent();
  return Number(text?.replace(/\D/g, ''));
}

async function fill(page: Page, file: string): Promise<void> {
  for (let count = await shownCount(page); count < LINE_COUNT; ) {
    const desired = count + BATCH_SIZE;
    await appendFile(file, logLines(count, BATCH_SIZE));
    while (count < desired) {
      await delay(100);
      count = await shownCount(page);
    }
  }
}

function follow(page: Page): Promise<void> {
  return page.getByRole('switch', { name: 'Follow new lines' }).setChecked(true);
}

/** Scrolls through the list with the wheel and the keyboard, as fast as a person would. */
async function scroll(page: Page): Promise<void> {
  const list = page.getByRole('region', { name: 'Log lines' });
  await list.hover();
  for (let step = 0; step < 40; step += 1) {
    await page.mouse.wheel(0, step % 20 < 10 ? -2_500 : 1_500);
    await delay(50);
  }
  await list.focus();
  for (const key of ['Home', 'PageDown', 'PageDown', 'End', 'PageUp', 'PageUp']) {
    await page.keyboard.press(key);
    await delay(150);
  }
}

/** A hundred lines ten times a second, for three seconds. */
async function appendLines(file: string): Promise<void> {
  for (let batch = 0; batch < 30; batch += 1) {
    await appendFile(file, logLines(batch * 100, 100));
    await delay(100);
  }
}

async function filterAndSearch(page: Page): Promise<void> {
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
