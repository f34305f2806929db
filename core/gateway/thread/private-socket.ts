import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, mkdtempSync, rmdirSync } from 'node:fs';
import { lstat, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAME = 'gateway.sock';

/** Bytes of a socket's path, without the zero that ends it. Source: `sun_path` in macOS' and Linux' `sys/un.h`: 104 and 108. */
const MAX_PATH_BYTES = { darwin: 103, linux: 107 } as const;

/** Whether a socket may have that path. */
export function isSocketPath(path: string, platform: NodeJS.Platform): boolean {
  return Buffer.byteLength(path) <= (platform === 'linux' ? MAX_PATH_BYTES.linux : MAX_PATH_BYTES.darwin);
}

/** Whether that is a folder of this user's alone, and no link to another one. */
function isOwn(path: string): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat?.isDirectory() === true && stat.uid === process.getuid?.() && (stat.mode & 0o077) === 0;
}

/** The name of a folder of this data folder's: the same each time, so that what a killed Corral left there is found again. */
function folderName(dataDir: string): string {
  return `corral-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`;
}

/** Creates a folder for this user alone; under another name where somebody else has taken that one. */
function createFolder(folder: string): string {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch {
    if (!isOwn(folder)) return mkdtempSync(`${folder}-`);
  }
  return folder;
}

function removeEmptyFolder(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody keeps something there, or has removed it.
  }
}

export interface PrivateSocketOptions {
  readonly platform?: NodeJS.Platform;
  /** The system's folder for temporary files. */
  readonly temporary?: string;
}

export interface PrivateSocket {
  readonly path: string;
  /** Call once nothing listens there. */
  removeFolder(): void;
}

/**
 * Where the gateway's private socket is to be: in the data folder, or, where that path is too long for a socket, in a folder of this
 * user's among the temporary files, which is created.
 */
export function preparePrivateSocket(
  dataDir: string,
  { platform = process.platform, temporary = tmpdir() }: PrivateSocketOptions = {},
): PrivateSocket {
  const own = join(dataDir, NAME);
  if (isSocketPath(own, platform)) return { path: own, removeFolder: () => undefined };
  const inTemporary = join(temporary, folderName(dataDir));
  const isShort = isSocketPath(join(`${inTemporary}-random`, NAME), platform);
  try {
    const folder = createFolder(isShort ? inTemporary : join('/tmp', folderName(dataDir)));
    return { path: join(folder, NAME), removeFolder: () => removeEmptyFolder(folder) };
  } catch {
    // Who listens there learns why that isn't possible.
    return { path: own, removeFolder: () => undefined };
  }
}

/** Removes the socket that a killed Corral has left, which would keep ours from being opened. Nothing but a socket is removed. */
export async function removeStaleSocket(path: string): Promise<void> {
  const stat = await lstat(path).catch(() => null);
  if (stat?.isSocket()) await unlink(path).catch(() => undefined);
}
