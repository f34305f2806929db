import { stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Mount } from './volumes.ts';

export interface MacFacts {
  /** Where macOS mounts disks and shares, each in a folder of its name. */
  readonly volumes: string;
  /** Number of the device on which a path lies; null when there is nothing. */
  readonly device: (path: string) => Promise<number | null>;
}

const macFacts: MacFacts = {
  volumes: '/Volumes',
  device: (path) =>
    stat(path).then(
      ({ dev }) => dev,
      () => null,
    ),
};

/** The highest folder on the way up that lies on the same device. */
async function deviceTop(path: string, device: MacFacts['device']): Promise<string> {
  const parent = dirname(path);
  if (parent === path) return path;
  const [here, above] = [await device(path), await device(parent)];
  return here !== null && here !== above ? path : deviceTop(parent, device);
}

/** A folder in `/Volumes` is a volume only while it lies on another device than `/Volumes`; a stale empty one may stay behind. */
export async function mountOfMac(path: string, { volumes, device }: MacFacts = macFacts): Promise<Mount> {
  const [name] = relative(volumes, path).split(sep);
  if (!name || name === '..') return { mountPoint: await deviceTop(path, device), mounted: true };
  const mountPoint = join(volumes, name);
  const here = await device(mountPoint);
  return { mountPoint, mounted: here !== null && here !== (await device(volumes)) };
}
