import { createHash, randomUUID } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { link, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { dataFolderText } from '../../contract/derived/catalog/en/data-folder.ts';
import { LOCALE } from '../../contract/derived/format/locale.ts';
import { processInfo } from '../os/process-info.ts';
import { DataFolderError } from './data-folder-error.ts';
import type { FileProblem } from './file-problem.ts';
import { readBounded } from './read-bounded.ts';

const Lock = z.object({ pid: z.number().int().positive(), startTime: z.string(), host: z.string(), since: z.number() });
type Lock = z.infer<typeof Lock>;

/** How soon a lock that another host is taking over at this moment is read again. */
const RECHECK_DELAY_MS = 10;

/** After that it isn't another host's takeover, which takes milliseconds: something keeps the lock from being taken. */
const TAKE_TIMEOUT_MS = 2_000;

/** A lock has some 150 bytes. */
const MAX_LOCK_BYTES = 64 * 1024;

const SINCE_FORMAT = { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' } as const;

/** Another host uses the data folder. */
export class HostLockedError extends Error {
  override readonly name = 'HostLockedError';
  readonly pid: number;
  readonly host: string;
  /** Milliseconds since the Unix epoch. */
  readonly since: number;

  constructor({ pid, host, since }: Lock) {
    super(
      dataFolderText('lock.held', {
        host,
        pid: String(pid),
        since: new Date(since).toLocaleString(LOCALE, SINCE_FORMAT),
      }),
    );
    this.pid = pid;
    this.host = host;
    this.since = since;
  }
}

interface FoundLock {
  /** Differs for every lock that was ever here. */
  readonly fingerprint: string;
  /** Null for a file that isn't a lock, such as one that a power failure cut short. */
  readonly lock: Lock | null;
}

/** Whether it was a lock once, or may be one that can't be read: only the former may be replaced. */
function isReplaceable(problem: FileProblem): problem is 'tooLarge' | 'damaged' {
  return problem === 'tooLarge' || problem === 'damaged';
}

function unusableLock(
  path: string,
  problem: Exclude<FileProblem, 'tooLarge' | 'damaged'> | 'contended',
): DataFolderError {
  return new DataFolderError(dataFolderText('lock.unusable', { path, problem: dataFolderText(`lock.${problem}`) }));
}

function fingerprintOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/**
 * The lock, or what is in its place; null when there is nothing.
 * @throws DataFolderError when that can't be read, and so may be the lock of a running host
 */
function readLock(path: string): FoundLock | null {
  const found = readBounded(path, MAX_LOCK_BYTES);
  if (found === 'missing') return null;
  if ('problem' in found) {
    if (!isReplaceable(found.problem)) throw unusableLock(path, found.problem);
    const { ino, size, mtimeMs } = lstatSync(path);
    return { fingerprint: fingerprintOf(`${ino} ${size} ${mtimeMs}`), lock: null };
  }
  const fingerprint = fingerprintOf(found.text);
  try {
    return { fingerprint, lock: Lock.parse(JSON.parse(found.text)) };
  } catch {
    return { fingerprint, lock: null };
  }
}

async function isLocked({ lock }: FoundLock): Promise<boolean> {
  return lock !== null && (await processInfo(lock.pid))?.startTime === lock.startTime;
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

/** A hard link appears with its whole content or not at all. False when the name is in use. */
function linkIfFree(from: string, to: string): Promise<boolean> {
  return link(from, to).then(
    () => true,
    (error: unknown) => {
      if (isExisting(error)) return false;
      throw error;
    },
  );
}

/** How long a lock that others are changing is tried again. */
interface Until {
  /** Of `performance.now()`. */
  readonly deadline: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Puts the file `mine` at `path`. Gives null, or the lock of a running process that is there. To replace a dead lock, a host must
 * first take a lock named after it, so only one of many does. It then reads the dead lock again, because that may have been replaced
 * before the second lock was taken.
 * @throws DataFolderError when what is there can't be read, or the lock can't be taken until then
 */
async function take(path: string, mine: string, until: Until): Promise<Lock | null> {
  const { deadline, signal } = until;
  for (let attempt = 0; ; attempt += 1) {
    if (attempt > 0) await delay(RECHECK_DELAY_MS, undefined, { signal });
    if (await linkIfFree(mine, path)) return null;
    const found = readLock(path);
    if (found !== null && (await isLocked(found))) return found.lock;
    const isLate = performance.now() > deadline;
    // Only what was there just now and isn't anymore is tried again.
    if (found === null && isLate) throw unusableLock(path, 'contended');
    if (found === null) continue;
    const claim = `${path}.${found.fingerprint}`;
    const claimant = await take(claim, mine, until);
    if (claimant !== null && isLate) return claimant;
    if (claimant !== null) continue;
    const isUnchanged = readLock(path)?.fingerprint === found.fingerprint;
    if (isUnchanged) {
      const copy = `${mine}.copy`;
      await link(mine, copy);
      await rename(copy, path);
    }
    await rm(claim, { force: true });
    if (isUnchanged) return null;
  }
}

async function writeAndSync(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Takes `host.lock` in the folder and gives the function that releases it. A lock whose process is gone, or whose pid now belongs
 * to another process, is taken over.
 * @throws HostLockedError when a running host holds it, DataFolderError when that can't be told
 */
export async function acquireHostLock(
  folder: string,
  host: string,
  signal?: AbortSignal,
): Promise<() => Promise<void>> {
  const path = join(folder, 'host.lock');
  const mine = `${path}.${randomUUID()}`;
  const self = await processInfo(process.pid);
  if (self === null) throw new Error(dataFolderText('lock.noStartTime'));
  const lock: Lock & { id: string } = {
    id: randomUUID(),
    pid: process.pid,
    startTime: self.startTime,
    host,
    since: Date.now(),
  };
  const text = JSON.stringify(lock);
  await writeAndSync(mine, text);
  try {
    const holder = await take(path, mine, { deadline: performance.now() + TAKE_TIMEOUT_MS, signal });
    if (holder !== null) throw new HostLockedError(holder);
  } finally {
    await rm(mine, { force: true }).catch(() => undefined);
  }
  return async () => {
    const found = readBounded(path, MAX_LOCK_BYTES);
    if (typeof found === 'object' && 'text' in found && found.text === text) await rm(path, { force: true });
  };
}
