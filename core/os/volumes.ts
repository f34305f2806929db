import { basename } from 'node:path';
import { platform } from 'node:process';
import { resolveSymlinks } from './resolve-symlinks.ts';
import { mountOfLinux } from './volumes-linux.ts';
import { mountOfMac } from './volumes-mac.ts';

/** Where a volume is in the tree of folders, or would be. */
export interface Mount {
  readonly mountPoint: string;
  readonly mounted: boolean;
}

/** A disk or network share. */
export interface Volume extends Mount {
  /** What a person calls it. */
  readonly name: string;
}

export function volumeName(mountPoint: string): string {
  return basename(mountPoint) || mountPoint;
}

const mountOf = platform === 'darwin' ? mountOfMac : mountOfLinux;

/** The volume on which a path lies, or would lie; links are followed, also those that lead nowhere. */
export async function volumeOf(path: string): Promise<Volume> {
  const mount = await mountOf(await resolveSymlinks(path));
  return { ...mount, name: volumeName(mount.mountPoint) };
}
