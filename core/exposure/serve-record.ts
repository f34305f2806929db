import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { processInfo } from '../os/process-info.ts';
import { writeAtomically } from '../os/write-atomically.ts';

/** The process that keeps HTTPS on in the tailnet; its start time tells it from a later one with the same pid. */
const ServeRecord = z.object({ pid: z.number().int().positive(), startTime: z.string() });

function pathIn(dataDir: string): string {
  return join(dataDir, 'tailscale-serve.json');
}

/** Notes the process, so that it is found where this host is killed and can't end it. */
export async function recordServe(dataDir: string, pid: number): Promise<void> {
  const info = await processInfo(pid);
  if (info) await writeAtomically(pathIn(dataDir), JSON.stringify({ pid, startTime: info.startTime }));
}

/** One that can't be removed names what is gone, and the next start sees that. */
export function forgetServe(dataDir: string): Promise<void> {
  return rm(pathIn(dataDir), { force: true }).catch(() => undefined);
}

/** Ends what an earlier host left behind, and nothing else. */
export async function stopOrphanedServe(dataDir: string): Promise<void> {
  try {
    const { pid, startTime } = ServeRecord.parse(JSON.parse(await readFile(pathIn(dataDir), 'utf8')));
    if ((await processInfo(pid))?.startTime === startTime) process.kill(pid, 'SIGTERM');
  } catch {
    // None was left, or it is gone already.
  }
  await forgetServe(dataDir);
}
