import { renameSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { codeOf } from './file-problem.ts';
import { nameExists } from './read-bounded.ts';

/** Where what couldn't be read is now, by its new name in the same folder, or why it is still in its place. */
export type Aside = { readonly movedTo: string } | { readonly stuck: string };

/** ISO 8601, without the colons that some file systems don't allow. */
function timeStamp(): string {
  return new Date().toISOString().replaceAll(':', '-');
}

/** `NAME.broken-TIME.EXT`, and with a number after the time where that name is in use. */
export function asideName(path: string, stamp: string = timeStamp()): string {
  const extension = extname(path);
  const name = `${basename(path, extension)}.broken-${stamp}`;
  for (let number = 1; ; number += 1) {
    const candidate = `${name}${number === 1 ? '' : `-${number}`}${extension}`;
    if (!nameExists(join(dirname(path), candidate))) return candidate;
  }
}

/**
 * Moves what is at `path` to another name in its folder, whatever it is: that needs no right to read it, only to write to the
 * folder. Replaces nothing.
 */
export function setAside(path: string): Aside {
  try {
    const movedTo = asideName(path);
    renameSync(path, join(dirname(path), movedTo));
    return { movedTo };
  } catch (error) {
    return { stuck: codeOf(error) || String(error) };
  }
}
