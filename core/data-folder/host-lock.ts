import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { processInfo } from '../os/process-info.ts';

const Lock = z.object({ pid: z.number(), startTime: z.string(), host: z.string(), since: z.number() });
type Lock = z.infer<typeof Lock>;

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

async function readLock(path: string): Promise<Lock | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return Lock.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

const isHeld = async (lock: Lock | null): Promise<boolean> =>
  lock !== null && (await processInfo(lock.pid))?.startTime === lock.startTime;

const exists = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EEXIST';

/**
 * Takes `host.lock` in the folder and gives the function that releases it. A lock whose process is gone, or whose pid now
 * belongs to another process, is taken over.
 * @throws HostLockedError when a living host holds it
 */
export async function acquireHostLock(folder: string, host: string): Promise<() => Promise<void>> {
  const path = join(folder, 'host.lock');
  const mine = join(folder, `host.lock.${process.pid}`);
  const self = await processInfo(process.pid);
  const lock: Lock = { pid: process.pid, startTime: self?.startTime ?? '', host, since: Date.now() };
  await writeFile(mine, JSON.stringify(lock), { mode: 0o600 });
  try {
    for (;;) {
      // A hard link appears with its whole content or not at all, and fails where the name is taken.
      try {
        await link(mine, path);
        return () => rm(path, { force: true });
      } catch (error) {
        if (!exists(error)) throw error;
      }
      const held = await readLock(path);
      if (held !== null && (await isHeld(held))) throw new HostLockedError(held);
      await setAside(path, `${mine}.stale`);
    }
  } finally {
    await rm(mine, { force: true });
  }
}

/** Takes a dead lock away; one that another host put there in this very moment is put back. */
async function setAside(path: string, aside: string): Promise<void> {
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  if (await isHeld(await readLock(aside))) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}
