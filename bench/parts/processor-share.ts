import { setTimeout as delay } from 'node:timers/promises';
import { processInfo } from '../../core/os/process-info.ts';

/** A process is busy for a moment after its start. */
const SETTLE_MS = 10_000;
const MEASURE_MS = 60_000;

async function cpuMsOf(pid: number | undefined): Promise<number> {
  const info = pid === undefined ? null : await processInfo(pid);
  if (info === null) throw new Error('the process is gone');
  return info.cpuMs;
}

/**
 * The share of one processor, from 0 to 1, that a process uses over a minute, once it has settled.
 * @throws {Error} when the process is gone
 */
export async function processorShare(pid: number | undefined): Promise<number> {
  await delay(SETTLE_MS);
  const before = { at: performance.now(), cpuMs: await cpuMsOf(pid) };
  await delay(MEASURE_MS);
  return ((await cpuMsOf(pid)) - before.cpuMs) / (performance.now() - before.at);
}

/** The share as the table shows it. */
export function percent(share: number): number {
  return Number((share * 100).toFixed(2));
}
