import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type OnDamaged, openSavedFile } from '../../data-folder/saved-file.ts';
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

/** Where the record is kept, and who hears when it can't be read. */
export interface RecordPlace {
  readonly dataDir: string;
  readonly onDamaged: OnDamaged;
}

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

/**
 * The record of a run that isn't over, or that was cut short with its host; null when there is none that can be read. One that
 * can't be is moved aside, so that the next run can be recorded.
 */
export function readRunRecord({ dataDir, onDamaged }: RecordPlace): RunRecord | null {
  return openSavedFile({ path: pathIn(dataDir), schema: RunRecord, onDamaged }).read();
}

/** The port that an earlier host's server has, or had, for this Mac alone; null without a record. */
export function recordedPort(place: RecordPlace): number | null {
  const record = readRunRecord(place);
  return record?.host === '127.0.0.1' ? record.port : null;
}
