import { readFile } from 'node:fs/promises';
import { sep } from 'node:path';
import type { Mount } from './volumes.ts';

/** The mount points of `/proc/self/mountinfo`: its fifth field, with spaces as octal escapes (proc_pid_mountinfo(5)). */
export function parseMountPoints(text: string): string[] {
  return text.split('\n').flatMap((row) => {
    const point = row.split(' ')[4];
    return point ? [point.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)))] : [];
  });
}

/** The mount point of a path: the longest that is a prefix of it. */
export function longestMountPoint(points: readonly string[], path: string): string {
  return points
    .filter((point) => path === point || path.startsWith(point.endsWith(sep) ? point : point + sep))
    .reduce((longest, point) => (point.length > longest.length ? point : longest), sep);
}

/** Linux reserves no path for a volume that isn't mounted, so that a volume that is found is always mounted. */
export async function mountOfLinux(path: string): Promise<Mount> {
  const text = await readFile('/proc/self/mountinfo', 'utf8').catch(() => '');
  return { mountPoint: longestMountPoint(parseMountPoints(text), path), mounted: true };
}
