// Lays out a data folder that commit 75fed55 wrote, and starts a server as 75fed55 did. Uses nothing of Corral's own code, so that it
// stays as 75fed55 was.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, closeSync, cpSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { eventually } from '../eventually.ts';
import expected from './expected-75fed55.json' with { type: 'json' };

const DAY_MS = 86_400_000;
/** Dates of the fixture are before it; the one expiration date after it stays as it is. */
const YEAR_2096_MS = 4e12;

/** Stopped cleanly, or killed during two responses and a pull. */
export type OldFolder = 'data-75fed55' | 'data-75fed55-killed';

/** What stands in the fixture's files for paths of the machine. */
export interface Places {
  readonly HOME: string;
  readonly DATA_DIR: string;
  readonly MODELS_DIR: string;
  /** The executable. */
  readonly OLLAMA: string;
}

/** Whole days from the fixture's time to now, because requests are kept for seven days. In milliseconds. */
const shiftMs = Math.floor((Date.now() - expected.capturedAt) / DAY_MS) * DAY_MS;

export function shifted(at: number): number {
  return at < YEAR_2096_MS ? at + shiftMs : at;
}

/** Replaces each `{{NAME}}`. */
export function fill(text: string, values: object): string {
  const byName = new Map<string, unknown>(Object.entries(values));
  return text.replace(/\{\{(\w+)\}\}/g, (placeholder, name) => String(byName.get(name) ?? placeholder));
}

function fixturePath(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Copies the folder to `DATA_DIR`, filled with the places and with current times. */
export function layOut(folder: OldFolder, places: Places): void {
  const { DATA_DIR, MODELS_DIR } = places;
  cpSync(fixturePath(folder), DATA_DIR, { recursive: true });
  mkdirSync(MODELS_DIR, { recursive: true });
  for (const file of filesIn(DATA_DIR)) {
    chmodSync(file, 0o600);
    if (!file.endsWith('.db')) writeFileSync(file, fill(readFileSync(file, 'utf8'), places));
  }
  chmodSync(DATA_DIR, 0o700);
  const database = new DatabaseSync(join(DATA_DIR, 'corral.db'));
  database.prepare('UPDATE requests SET at = at + ?').run(shiftMs);
  database.close();
  const times = new Set(['createdAt', 'lastUsedAt', 'expiresAt']);
  const keysFile = join(DATA_DIR, 'keys.json');
  const keys: unknown = JSON.parse(readFileSync(keysFile, 'utf8'), (name, value) =>
    times.has(name) && typeof value === 'number' ? shifted(value) : value,
  );
  writeFileSync(keysFile, JSON.stringify(keys, null, 2));
}

/** The environment that 75fed55 gave to its server, from the host's `HOME`, `PATH` and `OLLAMA_*` and from the settings. */
function serverEnvironment(hostEnv: NodeJS.ProcessEnv, places: Places, port: number): Record<string, string> {
  const { settings } = expected;
  const inherited = Object.entries(hostEnv).flatMap(([name, value]): [string, string][] =>
    value !== undefined && (['HOME', 'PATH'].includes(name) || name.startsWith('OLLAMA_')) ? [[name, value]] : [],
  );
  return {
    ...Object.fromEntries(inherited),
    ...Object.fromEntries(settings.extraVariables.map(({ name, value }) => [name, value])),
    OLLAMA_MODELS: places.MODELS_DIR,
    OLLAMA_KEEP_ALIVE: settings.keepAlive,
    OLLAMA_CONTEXT_LENGTH: String(settings.contextLength),
    OLLAMA_NUM_PARALLEL: String(settings.parallelRequests),
    OLLAMA_MAX_LOADED_MODELS: String(settings.maxLoadedModels),
    OLLAMA_MAX_QUEUE: String(settings.maxQueue),
    OLLAMA_FLASH_ATTENTION: '0',
    OLLAMA_KV_CACHE_TYPE: settings.kvCacheType,
    OLLAMA_ORIGINS: settings.allowedOrigins.join(','),
    OLLAMA_NO_CLOUD: '1',
    OLLAMA_DEBUG: '1',
    OLLAMA_HOST: `127.0.0.1:${port}`,
  };
}

function environmentHash(env: Readonly<Record<string, string>>): string {
  const ignored = ['PATH', 'TMPDIR', 'LANG', 'OLLAMA_NOPRUNE'];
  const sorted = Object.entries(env)
    .filter(([name]) => !ignored.includes(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
}

/** As 75fed55 identified a process: on Linux by the boot's id and field 22 of its stat, on macOS by `lstart`. */
function startTime(pid: number): string {
  if (process.platform === 'darwin') {
    const text = execFileSync('/bin/ps', ['-o', 'lstart=', '-p', String(pid)], {
      env: { LC_ALL: 'C' },
      encoding: 'utf8',
    });
    return text.trim().replace(/\s+/g, ' ');
  }
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${ticks}`;
}

/** Starts `ollama serve` and writes `run.json`, both as 75fed55 did. Resolves with the pid when the server responds. */
export async function startOldServer(hostEnv: NodeJS.ProcessEnv, places: Places, port: number): Promise<number> {
  const env = serverEnvironment(hostEnv, places, port);
  const record: { readonly log: string } = JSON.parse(
    fill(readFileSync(fixturePath('run-75fed55.json'), 'utf8'), places),
  );
  const output = openSync(record.log, 'a', 0o600);
  const child = spawn(places.OLLAMA, ['serve'], {
    env,
    cwd: places.DATA_DIR,
    detached: true,
    stdio: ['ignore', output, output],
  });
  await once(child, 'spawn');
  closeSync(output);
  child.unref();
  const pid = child.pid ?? 0;
  const run = {
    ...record,
    pid,
    pgid: pid,
    startTime: startTime(pid),
    port,
    envHash: environmentHash(env),
    startedAt: Date.now(),
  };
  writeFileSync(join(places.DATA_DIR, 'run.json'), JSON.stringify(run, null, 2), { mode: 0o600 });
  // With the query of 75fed55's own polls: without it, a host that starts within a second would show it as a direct request.
  await eventually(() => fetch(`http://127.0.0.1:${port}/api/version?corral`));
  return pid;
}
