import type { CDPSession, Page } from 'playwright-core';
import { type Figure, median } from './parts/figure.ts';
import { withCorral } from './parts/open-corral.ts';

const runs = 3;
const tokens = 4000;
/** The fake's longest answer takes 20 s at this rate; a minute is plenty on a slow machine. */
const tokensPerSecond = 200;
const patienceMs = 60_000;

interface Measured {
  /** Seconds of tasks on the page's thread by the clock; on a busy machine that holds the time of others too. */
  readonly taskSeconds: number;
  /** Seconds the processor worked on them. */
  readonly processorSeconds: number;
  readonly longTasksMs: readonly number[];
}

/** What drawing a long Markdown answer costs the page's thread while it arrives. */
export async function streamedAnswer(): Promise<readonly Figure[]> {
  const measured: Measured[] = [];
  for (let run = 0; run < runs; run += 1) measured.push(await drawOneAnswer());
  const longest = measured.map(({ longTasksMs }) => Math.max(0, ...longTasksMs));
  return [
    {
      what: `Main-thread time of a ${tokens}-token answer at ${tokensPerSecond} tokens/s`,
      anchor: "Ollama's app: 19.3–20.1 s",
      value: Number(median(measured.map(({ taskSeconds }) => taskSeconds)).toFixed(2)),
      limit: 2,
      unit: 's',
    },
    {
      what: '… of which the processor worked on it',
      anchor: '',
      value: Number(median(measured.map(({ processorSeconds }) => processorSeconds)).toFixed(2)),
      limit: 2,
      unit: 's',
    },
    {
      what: 'Longest task over 50 ms in it (0: none)',
      anchor: '',
      value: Math.round(median(longest)),
      limit: 0,
      unit: 'ms',
    },
  ];
}

function drawOneAnswer(): Promise<Measured> {
  return withCorral({ installed: ['tinyllama'], tokensPerSecond }, async ({ url, page, context }) => {
    await page.goto(url);
    await page.getByRole('navigation').getByRole('link', { name: 'Playground' }).click();
    const message = page.getByRole('textbox', { name: 'Message' });
    // A short answer first: what is measured is the drawing, not the loading of the page's parts.
    await answer(page, 'Show me some code');
    await message.fill(`write ${tokens} tokens`);

    const clock = await context.newCDPSession(page);
    await clock.send('Performance.enable', { timeDomain: 'timeTicks' });
    const processor = await context.newCDPSession(page);
    await processor.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.evaluate(() => {
      const tasks: number[] = [];
      Reflect.set(globalThis, 'longTasks', tasks);
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
        type: 'longtask',
      });
    });

    const before = { clock: await taskDuration(clock), processor: await taskDuration(processor) };
    await answer(page, null);
    const taskSeconds = (await taskDuration(clock)) - before.clock;
    const processorSeconds = (await taskDuration(processor)) - before.processor;
    const longTasksMs: unknown = await page.evaluate(() => Reflect.get(globalThis, 'longTasks'));
    if (!Array.isArray(longTasksMs)) throw new Error('the page did not tell its long tasks');
    const written = await page.getByRole('article', { name: 'Assistant' }).last().textContent();
    if ((written ?? '').length < tokens) throw new Error(`the answer is too short: ${written?.length} characters`);
    return { taskSeconds, processorSeconds, longTasksMs: longTasksMs.filter((value) => typeof value === 'number') };
  });
}

/** Sends what is in the field, or `text`, and waits for the end of the answer. */
async function answer(page: Page, text: string | null): Promise<void> {
  const message = page.getByRole('textbox', { name: 'Message' });
  if (text !== null) await message.fill(text);
  await message.press('Enter');
  await page.getByRole('button', { name: 'Stop generating' }).waitFor();
  // Looked at twice a second by a plain query: looking costs the thread that is being measured.
  const isOver = () => document.querySelector('[aria-label="Stop generating"]') === null;
  await page.waitForFunction(isOver, undefined, { polling: 500, timeout: patienceMs });
}

async function taskDuration(devtools: CDPSession): Promise<number> {
  const { metrics } = await devtools.send('Performance.getMetrics');
  const found = metrics.find(({ name }) => name === 'TaskDuration');
  if (found === undefined) throw new Error('the browser did not tell TaskDuration');
  return found.value;
}
