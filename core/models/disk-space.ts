import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ModelsSlice } from '../../contract/models.ts';
import { resolveSymlinks } from '../os/resolve-symlinks.ts';

/**
 * Free and total bytes of the volume of `folder`, or of the nearest folder above it while it doesn't exist yet. Null when they
 * can't be read.
 */
export async function diskSpace(folder: string): Promise<ModelsSlice['disk']> {
  // A symlink whose target doesn't exist yet isn't on the target's volume.
  return volumeSpace(await resolveSymlinks(folder), folder);
}

async function volumeSpace(folder: string, requested: string): Promise<ModelsSlice['disk']> {
  const volume = await statfs(folder).catch(() => null);
  if (volume) {
    return { folder: requested, freeBytes: volume.bavail * volume.bsize, totalBytes: volume.blocks * volume.bsize };
  }
  const parent = dirname(folder);
  return parent === folder ? null : volumeSpace(parent, requested);
}
