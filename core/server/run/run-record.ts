import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../../os/write-atomically.ts';

/** What is needed to find a server again that outlived the host that started it. */
const RunRecord = z.object({
  runId: z.string(),
  /** Null, as the next two, from just before the launch until just after it. */
  pid: z.number().int().positive().nullable(),
  startTime: z.string().nullable(),
  pgid: z.number().int().positive().nullable(),
  program: z.string(),
  host: z.string(),
  port: z.number(),
  envHash: z.string(),
  log: z.string(),
  /** When it was launched, in milliseconds since the epoch; null in a record of an older Corral. */
  startedAt: z.number().nullable().default(null),
});
export type RunRecord = z.infer<typeof RunRecord>;

function pathIn(dataDir: string): string {
  return join(dataDir, 'run.json');
}

/** Differ between a terminal and the Finder, or matter only while a server starts: no reason to replace one that runs. */
const circumstances = ['PATH', 'TMPDIR', 'LANG', 'OLLAMA_NOPRUNE'];

/** Tells whether two runs had the same environment, but for circumstances, without keeping what is in it. */
export function hashEnvironment(env: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(env)
    .filter(([name]) => !circumstances.includes(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
}

export function writeRunRecord(dataDir: string, record: RunRecord): Promise<void> {
  return writeAtomically(pathIn(dataDir), JSON.stringify(record, null, 2));
}

export function removeRunRecord(dataDir: string): Promise<void> {
  return rm(pathIn(dataDir), { force: true });
}

/** The record of a run that isn't over, or was cut short with its host; null when there is none that can be read. */
export async function readRunRecord(dataDir: string): Promise<RunRecord | null> {
  const text = await readFile(pathIn(dataDir), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return RunRecord.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
