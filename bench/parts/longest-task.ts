import type { Page } from 'playwright-core';
import { z } from 'zod';
import { type Figure, median } from './figure.ts';

const Trace = z.object({
  traceEvents: z.array(
    z.object({
      name: z.string(),
      tid: z.number(),
      pid: z.number(),
      dur: z.number().optional(),
      tdur: z.number().optional(),
      args: z.object({ name: z.string().optional() }).optional(),
    }),
  ),
});

interface LongestTask {
  /** By the clock, which on a busy machine holds the time of others too. */
  readonly clockMs: number;
  readonly processorMs: number;
}

/** The longest task of the page's thread while something is done; the browser's own record of tasks says it. */
async function longestTask(page: Page, act: () => Promise<void>): Promise<LongestTask> {
  const browser = page.context().browser();
  if (!browser) throw new Error('the page has no browser');
  await browser.startTracing(page, { categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] });
  await act();
  const { traceEvents } = Trace.parse(JSON.parse((await browser.stopTracing()).toString('utf8')));
  const threads = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const isPage = (event: { readonly pid: number; readonly tid: number }): boolean =>
    threads.some(({ pid, tid }) => pid === event.pid && tid === event.tid);
  const tasks = traceEvents.filter((event) => event.name === 'RunTask' && isPage(event));
  if (tasks.length === 0) throw new Error('the browser did not tell its tasks');
  const longest = (times: readonly (number | undefined)[]): number =>
    Math.max(...times.map((time) => time ?? 0)) / 1000;
  return { clockMs: longest(tasks.map(({ dur }) => dur)), processorMs: longest(tasks.map(({ tdur }) => tdur)) };
}

/** Longer ones are felt. */
const limitMs = 50;
const runs = 3;

/** What is done, as the table says it, and how. */
export type Act = readonly [what: string, act: () => Promise<void>];

/** The longest task while each is done, by the clock and by the processor; medians of three times. */
export async function longestTasks(page: Page, acts: readonly Act[]): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const [what, act] of acts) {
    const longest: LongestTask[] = [];
    for (let run = 0; run < runs; run += 1) longest.push(await longestTask(page, act));
    const row = { anchor: '', limit: limitMs, unit: 'ms' };
    const clock = Math.round(median(longest.map(({ clockMs }) => clockMs)));
    const processor = Math.round(median(longest.map(({ processorMs }) => processorMs)));
    figures.push({ what: `Longest task ${what}`, value: clock, ...row });
    figures.push({ what: '… of which the processor worked on it', value: processor, ...row });
  }
  return figures;
}
