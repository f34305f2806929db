import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../../os/write-atomically.ts';

/** `run.json`: what finds a server that outlived the host that launched it. */
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

/** What a recorded server must have been launched with to be adopted in place of a new one. */
export type LaunchTarget = Pick<RunRecord, 'program' | 'host' | 'port' | 'envHash'>;

function pathIn(dataDir: string): string {
  return join(dataDir, 'run.json');
}

/** They differ between a terminal and the Finder, or matter only while a server starts: no reason to replace a running one. */
const INCIDENTAL_VARIABLES = ['PATH', 'TMPDIR', 'LANG', 'OLLAMA_NOPRUNE'];

/** Whether two runs had the same environment, but for incidental variables, can be told from this without storing values. */
export function hashEnvironment(env: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(env)
    .filter(([name]) => !INCIDENTAL_VARIABLES.includes(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
}

export function writeRunRecord(dataDir: string, record: RunRecord): Promise<void> {
  return writeAtomically(pathIn(dataDir), JSON.stringify(record, null, 2));
}

export function removeRunRecord(dataDir: string): Promise<void> {
  return rm(pathIn(dataDir), { force: true });
}

/** The record of a run that isn't over, or that was cut short with its host; null when there is none that can be read. */
export async function readRunRecord(dataDir: string): Promise<RunRecord | null> {
  const text = await readFile(pathIn(dataDir), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return RunRecord.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
