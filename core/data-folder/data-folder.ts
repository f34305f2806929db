import { chmod, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DataFolderError, unusableFolder } from './data-folder-error.ts';
import { acquireHostLock, HostLockedError } from './host-lock.ts';
import { type DamagedFile, openSavedFile } from './saved-file.ts';

type HostName = 'desktop' | 'headless';

/** The folder that holds everything Corral saves, locked by this host. */
export interface DataFolder {
  readonly path: string;
  /** What the host found that couldn't be used: `settings.json`, or none. A host adds what it finds itself. */
  readonly damaged: readonly DamagedFile[];
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

/** Moves a `settings.json` aside that can't be read, because the hosts' stores refuse to open one. */
function checkSettings(folder: string): readonly DamagedFile[] {
  const damaged: DamagedFile[] = [];
  const schema = z.record(z.string(), z.unknown());
  openSavedFile({ path: join(folder, 'settings.json'), schema, onDamaged: (file) => damaged.push(file) }).read();
  return damaged;
}

async function prepare(path: string, host: HostName, signal?: AbortSignal): Promise<DataFolder> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await makePrivate(path);
  const release = await acquireHostLock(path, host, signal);
  return { path, damaged: checkSettings(path), release };
}

/**
 * Creates the folder (0700) if needed, locks it and checks its settings file. A host calls it before it opens a store.
 * @param signal ends the wait for another host that is taking the lock
 * @throws HostLockedError when another host uses the folder, DataFolderError when it can't be used
 */
export function openDataFolder(path: string, host: HostName, signal?: AbortSignal): Promise<DataFolder> {
  return prepare(path, host, signal).catch((error: unknown) => {
    const isKnown = error instanceof HostLockedError || error instanceof DataFolderError;
    throw isKnown ? error : unusableFolder(path, error);
  });
}
