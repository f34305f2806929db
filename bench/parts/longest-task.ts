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
  /** By the clock, which on a busy machine includes the time of other processes. */
  readonly clockMs: number;
  readonly processorMs: number;
}

/** The longest task of the page's main thread during an action, from the browser's own trace. */
async function longestTask(page: Page, action: () => Promise<void>): Promise<LongestTask> {
  const browser = page.context().browser();
  if (!browser) throw new Error('the page has no browser');
  await browser.startTracing(page, { categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] });
  await action();
  const { traceEvents } = Trace.parse(JSON.parse((await browser.stopTracing()).toString('utf8')));
  const threads = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const isPage = (event: { readonly pid: number; readonly tid: number }): boolean =>
    threads.some(({ pid, tid }) => pid === event.pid && tid === event.tid);
  const tasks = traceEvents.filter((event) => event.name === 'RunTask' && isPage(event));
  if (tasks.length === 0) throw new Error('the trace has no tasks of the page');
  const longest = (times: readonly (number | undefined)[]): number =>
    Math.max(...times.map((time) => time ?? 0)) / 1000;
  return { clockMs: longest(tasks.map(({ dur }) => dur)), processorMs: longest(tasks.map(({ tdur }) => tdur)) };
}

/** Longer ones are noticeable. */
const LIMIT_MS = 50;
const RUNS = 3;

/** Something to do on the page; its label completes "Longest task". */
export type Action = readonly [label: string, run: () => Promise<void>];

/** The longest task during each action, by the clock and by the processor; medians of three runs. */
export async function longestTasks(page: Page, actions: readonly Action[]): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const [label, action] of actions) {
    const longest: LongestTask[] = [];
    for (let run = 0; run < RUNS; run += 1) longest.push(await longestTask(page, action));
    const row = { baseline: '', limit: LIMIT_MS, unit: 'ms' };
    const clock = Math.round(median(longest.map(({ clockMs }) => clockMs)));
    const processor = Math.round(median(longest.map(({ processorMs }) => processorMs)));
    figures.push({ label: `Longest task ${label}`, value: clock, ...row });
    figures.push({ label: '… of which processor time', value: processor, ...row });
  }
  return figures;
}
