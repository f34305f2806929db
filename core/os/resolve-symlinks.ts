import { readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

/** As many nested links as Linux follows. */
const MAX_LINKS = 40;

/** Like `realpath`, but also for a path that doesn't exist yet. */
export async function resolveSymlinks(path: string, linksLeft = MAX_LINKS): Promise<string> {
  const real = await realpath(path).catch(() => null);
  if (real !== null) return real;
  const parent = dirname(path);
  if (parent === path) return path;
  const target = linksLeft > 0 ? await readlink(path).catch(() => null) : null;
  if (target !== null) return resolveSymlinks(resolve(parent, target), linksLeft - 1);
  return join(await resolveSymlinks(parent, linksLeft), basename(path));
}
