import { chmod, mkdir, stat } from 'node:fs/promises';
import { acquireHostLock } from './host-lock.ts';
import { setAsideBrokenSettings } from './settings-file.ts';

/** The folder that holds everything Corral keeps, locked by this host. */
export interface DataFolder {
  readonly path: string;
  /** Where a settings file with garbage in it was moved; null when there was none. */
  readonly settingsSetAside: string | null;
  /** Lets another host use the folder. */
  release(): Promise<void>;
}

const stickyBit = 0o1000;

/** Closes a folder of ours to others; one that belongs to somebody else or to everybody, such as /tmp, stays as it is. */
async function keepPrivate(path: string): Promise<void> {
  const { mode, uid } = await stat(path);
  const isShared = (mode & stickyBit) !== 0;
  if (uid === process.getuid?.() && !isShared && (mode & 0o077) !== 0) await chmod(path, 0o700);
}

/**
 * Creates the folder (0700) if need be, locks it and checks its settings file; a host calls it before it opens a store.
 * @throws HostLockedError when another host uses it
 */
export async function openDataFolder(path: string, host: 'desktop' | 'headless'): Promise<DataFolder> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await keepPrivate(path);
  const release = await acquireHostLock(path, host);
  return { path, settingsSetAside: await setAsideBrokenSettings(path), release };
}
