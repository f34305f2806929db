import { createHash, randomUUID } from 'node:crypto';
import { link, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { dataFolderText } from '../../contract/derived/catalog/en/data-folder.ts';
import { LOCALE } from '../../contract/derived/format/locale.ts';
import { processInfo } from '../os/process-info.ts';

const Lock = z.object({ pid: z.number(), startTime: z.string(), host: z.string(), since: z.number() });
type Lock = z.infer<typeof Lock>;

/** How soon a lock that another host is taking over at this moment is read again. */
const RECHECK_DELAY_MS = 10;

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

async function readLock(path: string): Promise<FoundLock | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  const fingerprint = createHash('sha256').update(text).digest('hex').slice(0, 16);
  try {
    return { fingerprint, lock: Lock.parse(JSON.parse(text)) };
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

/**
 * Puts the file `mine` at `path`. Gives null, or the lock of a running process that is there. To replace a dead lock, a host must
 * first take a lock named after it, so only one of many does. It then reads the dead lock again, because that may have been replaced
 * before the second lock was taken.
 */
async function take(path: string, mine: string): Promise<Lock | null> {
  for (;;) {
    if (await linkIfFree(mine, path)) return null;
    const found = await readLock(path);
    if (found === null) continue;
    if (await isLocked(found)) return found.lock;
    const claim = `${path}.${found.fingerprint}`;
    if ((await take(claim, mine)) !== null) {
      await delay(RECHECK_DELAY_MS);
      continue;
    }
    const isUnchanged = (await readLock(path))?.fingerprint === found.fingerprint;
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
 * @throws HostLockedError when a running host holds it
 */
export async function acquireHostLock(folder: string, host: string): Promise<() => Promise<void>> {
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
    const holder = await take(path, mine);
    if (holder !== null) throw new HostLockedError(holder);
  } finally {
    await rm(mine, { force: true });
  }
  return async () => {
    if ((await readFile(path, 'utf8').catch(() => null)) === text) await rm(path, { force: true });
  };
}
