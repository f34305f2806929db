import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { processInfo } from '../os/process-info.ts';
import { writeAtomically } from '../os/write-atomically.ts';
import { stopProcessGroup } from './stop-process-group.ts';

/** What is needed to find a server again that outlived the host that started it. */
const RunRecord = z.object({
  runId: z.string(),
  pid: z.number().int().positive(),
  startTime: z.string(),
  pgid: z.number().int().positive(),
  program: z.string(),
  host: z.string(),
  port: z.number(),
  envHash: z.string(),
  log: z.string(),
});
export type RunRecord = z.infer<typeof RunRecord>;

const pathIn = (dataDir: string): string => join(dataDir, 'run.json');

/** Tells whether two runs had the same environment without keeping what is in it. */
export function hashEnvironment(env: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(env).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
}

export const writeRunRecord = (dataDir: string, record: RunRecord): Promise<void> =>
  writeAtomically(pathIn(dataDir), JSON.stringify(record, null, 2));

export const removeRunRecord = (dataDir: string): Promise<void> => rm(pathIn(dataDir), { force: true });

async function readRunRecord(dataDir: string): Promise<RunRecord | null> {
  const text = await readFile(pathIn(dataDir), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return RunRecord.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/**
 * Ends a server that an earlier host started and left behind, runners included. The pid counts only together with the
 * process's start time, because pids come back. Says whether nothing of it is left; the record stays while something is.
 */
export async function endLeftoverRun(dataDir: string): Promise<boolean> {
  const record = await readRunRecord(dataDir);
  const isOurs = record !== null && (await processInfo(record.pid))?.startTime === record.startTime;
  const gone = isOurs ? await stopProcessGroup(record.pgid) : true;
  if (gone) await removeRunRecord(dataDir);
  return gone;
}
