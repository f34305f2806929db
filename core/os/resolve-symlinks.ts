import { readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

/** As many links in a row as Linux follows. */
const mostLinks = 40;

/** Where a path really leads when nothing needs to be there yet: `realpath`, but for what doesn't exist. */
export async function resolveSymlinks(path: string, linksLeft = mostLinks): Promise<string> {
  const real = await realpath(path).catch(() => null);
  if (real !== null) return real;
  const parent = dirname(path);
  if (parent === path) return path;
  const target = linksLeft > 0 ? await readlink(path).catch(() => null) : null;
  if (target !== null) return resolveSymlinks(resolve(parent, target), linksLeft - 1);
  return join(await resolveSymlinks(parent, linksLeft), basename(path));
}
