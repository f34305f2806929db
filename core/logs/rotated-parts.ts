import { renameSync } from 'node:fs';

/** Older parts kept beside a file; `.1` is the newest. */
const MAX_PARTS = 4;

/** Where a copy of the file is made before it becomes the newest part. */
export function copyOf(path: string): string {
  return `${path}.copy`;
}

function partOf(path: string, number: number): string {
  return `${path}.${number}`;
}

/** The name of the log that a file in its folder belongs to: the log itself, one of its parts, or an unfinished copy. */
export function logNameOf(name: string): string {
  return name.replace(/\.(?:\d|copy|old)$/, '');
}

function renameIfExists(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}

/** Makes the copy the newest part; the numbers of the others grow by one, and the oldest is replaced. */
export function keepCopyAsFirstPart(path: string): void {
  for (let number = MAX_PARTS; number > 1; number -= 1) {
    renameIfExists(partOf(path, number - 1), partOf(path, number));
  }
  renameSync(copyOf(path), partOf(path, 1));
}
