import { createHash, randomUUID } from 'node:crypto';
import { link, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { processInfo } from '../os/process-info.ts';

const Lock = z.object({ pid: z.number(), startTime: z.string(), host: z.string(), since: z.number() });
type Lock = z.infer<typeof Lock>;

/** How often a lock that another host is taking over in this moment is looked at again, in milliseconds. */
const recheckDelayMs = 10;

/** Another host uses the data folder. */
export class HostLockedError extends Error {
  override readonly name = 'HostLockedError';
  readonly pid: number;
  readonly host: string;
  /** Milliseconds since the Unix epoch. */
  readonly since: number;

  constructor({ pid, host, since }: Lock) {
    super(
      `Corral is already running here (${host}, process ${pid}, since ${new Date(since).toLocaleString('en-GB')}).`,
    );
    this.pid = pid;
    this.host = host;
    this.since = since;
  }
}

interface Seen {
  /** Tells this lock from every other one that was ever here. */
  readonly print: string;
  /** Null for a file that holds no lock, such as one that a power failure cut. */
  readonly lock: Lock | null;
}

async function look(path: string): Promise<Seen | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  const print = createHash('sha256').update(text).digest('hex').slice(0, 16);
  try {
    return { print, lock: Lock.parse(JSON.parse(text)) };
  } catch {
    return { print, lock: null };
  }
}

async function isLocked({ lock }: Seen): Promise<boolean> {
  return lock !== null && (await processInfo(lock.pid))?.startTime === lock.startTime;
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

/** A hard link appears with its whole content or not at all, and fails where the name is taken. */
function linked(from: string, to: string): Promise<boolean> {
  return link(from, to).then(
    () => true,
    (error: unknown) => {
      if (isTaken(error)) return false;
      throw error;
    },
  );
}

/**
 * Puts the file `mine` at `path` unless a living process's lock is there; that lock is the answer then, null is success.
 * Who wants to replace a dead lock must first hold a lock named after it, so of many only one does, and it looks again
 * before it replaces: the dead lock that it saw may have been replaced before it came to hold the second one.
 */
async function take(path: string, mine: string): Promise<Lock | null> {
  for (;;) {
    if (await linked(mine, path)) return null;
    const seen = await look(path);
    if (seen === null) continue;
    if (await isLocked(seen)) return seen.lock;
    const claim = `${path}.${seen.print}`;
    if ((await take(claim, mine)) !== null) {
      await delay(recheckDelayMs);
      continue;
    }
    const replaces = (await look(path))?.print === seen.print;
    if (replaces) {
      const copy = `${mine}.copy`;
      await link(mine, copy);
      await rename(copy, path);
    }
    await rm(claim, { force: true });
    if (replaces) return null;
  }
}

async function writeThrough(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Takes `host.lock` in the folder and gives the function that releases it. A lock whose process is gone, or whose pid now
 * belongs to another process, is taken over.
 * @throws HostLockedError when a living host holds it
 */
export async function acquireHostLock(folder: string, host: string): Promise<() => Promise<void>> {
  const path = join(folder, 'host.lock');
  const mine = `${path}.${randomUUID()}`;
  const self = await processInfo(process.pid);
  if (self === null) throw new Error('The system does not tell when this process started.');
  const lock: Lock & { id: string } = {
    id: randomUUID(),
    pid: process.pid,
    startTime: self.startTime,
    host,
    since: Date.now(),
  };
  const text = JSON.stringify(lock);
  await writeThrough(mine, text);
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
