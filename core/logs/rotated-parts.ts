import { renameSync } from 'node:fs';

/** How many older parts of a file are kept beside it; `.1` is the newest. With the file itself there are five. */
const keptParts = 4;

/** Where a copy of the file is made before it becomes the newest part. */
export function copyOf(path: string): string {
  return `${path}.copy`;
}

function partOf(path: string, number: number): string {
  return `${path}.${number}`;
}

/** The file that a name in its folder belongs to: itself, one of its parts, or its copy in the making. */
export function liveNameOf(name: string): string {
  return name.replace(/\.(?:\d|copy|old)$/, '');
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}

/** Makes the copy the newest part; the others move on by one, and the oldest goes. */
export function keepCopyAsFirstPart(path: string): void {
  for (let number = keptParts; number > 1; number -= 1) {
    renameIfThere(partOf(path, number - 1), partOf(path, number));
  }
  renameSync(copyOf(path), partOf(path, 1));
}
