import { stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Mount } from './volumes.ts';

export interface MacFileSystem {
  /** Where macOS mounts disks and network shares, each in a folder of its name. */
  readonly volumes: string;
  /** Number of the device of a path; null when the path doesn't exist. */
  readonly device: (path: string) => Promise<number | null>;
}

const macFileSystem: MacFileSystem = {
  volumes: '/Volumes',
  device: (path) =>
    stat(path).then(
      ({ dev }) => dev,
      () => null,
    ),
};

/** The topmost ancestor of a path on the same device. */
async function topOfDevice(path: string, device: MacFileSystem['device']): Promise<string> {
  const parent = dirname(path);
  if (parent === path) return path;
  const [own, above] = [await device(path), await device(parent)];
  return own !== null && own !== above ? path : topOfDevice(parent, device);
}

/** A folder in `/Volumes` is a volume only while its device differs from that of `/Volumes`; a stale empty folder may remain. */
export async function mountOfMac(path: string, { volumes, device }: MacFileSystem = macFileSystem): Promise<Mount> {
  const [name] = relative(volumes, path).split(sep);
  if (!name || name === '..') return { mountPoint: await topOfDevice(path, device), mounted: true };
  const mountPoint = join(volumes, name);
  const own = await device(mountPoint);
  return { mountPoint, mounted: own !== null && own !== (await device(volumes)) };
}
