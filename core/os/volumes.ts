import { basename } from 'node:path';
import { platform } from 'node:process';
import { resolveSymlinks } from './resolve-symlinks.ts';
import { mountOfLinux } from './volumes-linux.ts';
import { mountOfMac } from './volumes-mac.ts';

/** Where a volume is mounted, or would be. */
export interface Mount {
  readonly mountPoint: string;
  readonly mounted: boolean;
}

/** A disk or network share. */
export interface Volume extends Mount {
  /** As people know it. */
  readonly name: string;
}

export function volumeName(mountPoint: string): string {
  return basename(mountPoint) || mountPoint;
}

const mountOf = platform === 'darwin' ? mountOfMac : mountOfLinux;

/** The volume of a path that exists or would be created; symlinks are followed, broken ones too. */
export async function volumeOf(path: string): Promise<Volume> {
  const { mountPoint, mounted } = await mountOf(await resolveSymlinks(path));
  return { mountPoint, mounted, name: volumeName(mountPoint) };
}
