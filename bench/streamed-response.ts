import type { CDPSession, Page } from 'playwright-core';
import { type Figure, median } from './parts/figure.ts';
import { withCorral } from './parts/open-corral.ts';

const RUNS = 3;
const TOKENS = 4000;
const TOKENS_PER_SECOND = 200;
/** The response takes 20 s at this rate; this is enough on a slow machine. */
const RESPONSE_TIMEOUT_MS = 60_000;

interface RenderCost {
  /** Of tasks on the page's main thread, by the clock, which on a busy machine includes the time of other processes. */
  readonly taskSeconds: number;
  /** Of the same tasks, by the processor. */
  readonly processorSeconds: number;
  readonly longTasksMs: readonly number[];
}

/** What rendering a long Markdown response costs the page's main thread while it arrives. */
export async function streamedResponse(): Promise<readonly Figure[]> {
  const measured: RenderCost[] = [];
  for (let run = 0; run < RUNS; run += 1) measured.push(await renderOneResponse());
  const longest = measured.map(({ longTasksMs }) => Math.max(0, ...longTasksMs));
  return [
    {
      label: `Main-thread time of a ${TOKENS}-token response at ${TOKENS_PER_SECOND} tokens/s`,
      baseline: "Ollama's app: 19.3–20.1 s",
      value: Number(median(measured.map(({ taskSeconds }) => taskSeconds)).toFixed(2)),
      limit: 2,
      unit: 's',
    },
    {
      label: '… of which processor time',
      baseline: '',
      value: Number(median(measured.map(({ processorSeconds }) => processorSeconds)).toFixed(2)),
      limit: 2,
      unit: 's',
    },
    {
      label: 'Longest task over 50 ms in it (0: none)',
      baseline: '',
      value: Math.round(median(longest)),
      limit: 0,
      unit: 'ms',
    },
  ];
}

function renderOneResponse(): Promise<RenderCost> {
  return withCorral(
    { installed: ['tinyllama'], tokensPerSecond: TOKENS_PER_SECOND },
    async ({ url, page, context }) => {
      await page.goto(url);
      await page.getByRole('navigation').getByRole('link', { name: 'Playground' }).click();
      const message = page.getByRole('textbox', { name: 'Message' });
      // A short response first, so that the loading of the page's parts isn't measured.
      await sendAndWait(page, 'Show me some code');
      await message.fill(`write ${TOKENS} tokens`);

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
      await sendAndWait(page, null);
      const taskSeconds = (await taskDuration(clock)) - before.clock;
      const processorSeconds = (await taskDuration(processor)) - before.processor;
      const longTasksMs: unknown = await page.evaluate(() => Reflect.get(globalThis, 'longTasks'));
      if (!Array.isArray(longTasksMs)) throw new Error('the page recorded no long tasks');
      const written = await page.getByRole('article', { name: 'Assistant' }).last().textContent();
      if ((written ?? '').length < TOKENS) throw new Error(`the response is too short: ${written?.length} characters`);
      return { taskSeconds, processorSeconds, longTasksMs: longTasksMs.filter((value) => typeof value === 'number') };
    },
  );
}

/** Sends what is in the field, or `text`, and waits for the end of the response. */
async function sendAndWait(page: Page, text: string | null): Promise<void> {
  const message = page.getByRole('textbox', { name: 'Message' });
  if (text !== null) await message.fill(text);
  await message.press('Enter');
  await page.getByRole('button', { name: 'Stop generating' }).waitFor();
  // Polled twice a second with a plain query, because it runs on the thread that is measured.
  const isDone = () => document.querySelector('[aria-label="Stop generating"]') === null;
  await page.waitForFunction(isDone, undefined, { polling: 500, timeout: RESPONSE_TIMEOUT_MS });
}

async function taskDuration(devtools: CDPSession): Promise<number> {
  const { metrics } = await devtools.send('Performance.getMetrics');
  const found = metrics.find(({ name }) => name === 'TaskDuration');
  if (found === undefined) throw new Error('the browser reported no TaskDuration');
  return found.value;
}
