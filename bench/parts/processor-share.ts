import { setTimeout as delay } from 'node:timers/promises';
import { processInfo } from '../../core/os/process-info.ts';

/** A process is busy with itself for a moment after its start. Milliseconds. */
const comesToRestMs = 10_000;
const measuredMs = 60_000;

async function cpuMsOf(pid: number | undefined): Promise<number> {
  const info = pid === undefined ? null : await processInfo(pid);
  if (info === null) throw new Error('the process is gone');
  return info.cpuMs;
}

/** What share of one processor a process takes in a minute, once it has come to rest. */
export async function processorShare(pid: number | undefined): Promise<number> {
  await delay(comesToRestMs);
  const before = { at: performance.now(), cpuMs: await cpuMsOf(pid) };
  await delay(measuredMs);
  return ((await cpuMsOf(pid)) - before.cpuMs) / (performance.now() - before.at);
}

/** As the table shows it. */
export function percent(share: number): number {
  return Number((share * 100).toFixed(2));
}
