import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/**
 * Moves a `settings.json` aside that isn't a JSON object or can't be read, because the hosts' stores refuse to open one or
 * overwrite it. Gives the new path, or null when the file is fine or there is none.
 */
export async function setAsideBrokenSettings(folder: string): Promise<string | null> {
  const path = join(folder, 'settings.json');
  try {
    if (isJsonObject(await readFile(path, 'utf8'))) return null;
  } catch (error) {
    if (isMissing(error)) return null;
  }
  const aside = join(folder, `settings.broken-${new Date().toISOString().replaceAll(':', '-')}.json`);
  await rename(path, aside);
  return aside;
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
