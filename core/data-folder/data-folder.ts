import { chmod, mkdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { acquireHostLock } from './host-lock.ts';

/** The folder that holds everything Corral saves, locked by this host. */
export interface DataFolder {
  readonly path: string;
  /** Where an unreadable settings file was moved; null when there was none. */
  readonly movedSettings: string | null;
  /** Lets another host use the folder. */
  release(): Promise<void>;
}

const STICKY_BIT = 0o1000;

/** Closes a folder of ours to others; one that belongs to another user or is shared, such as /tmp, stays as it is. */
async function makePrivate(path: string): Promise<void> {
  const { mode, uid } = await stat(path);
  const isShared = (mode & STICKY_BIT) !== 0;
  if (uid === process.getuid?.() && !isShared && (mode & 0o077) !== 0) await chmod(path, 0o700);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/**
 * Moves a `settings.json` aside that isn't a JSON object or can't be read, because the hosts' stores refuse to open one or
 * overwrite it. Gives the new path, or null when the file is valid or there is none.
 */
async function moveUnreadableSettings(folder: string): Promise<string | null> {
  const path = join(folder, 'settings.json');
  try {
    if (isJsonObject(await readFile(path, 'utf8'))) return null;
  } catch (error) {
    if (isMissing(error)) return null;
  }
  const movedTo = join(folder, `settings.broken-${new Date().toISOString().replaceAll(':', '-')}.json`);
  await rename(path, movedTo);
  return movedTo;
}

/**
 * Creates the folder (0700) if needed, locks it and checks its settings file. A host calls it before it opens a store.
 * @throws HostLockedError when another host uses the folder
 */
export async function openDataFolder(path: string, host: 'desktop' | 'headless'): Promise<DataFolder> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await makePrivate(path);
  const release = await acquireHostLock(path, host);
  return { path, movedSettings: await moveUnreadableSettings(path), release };
}
