import { readFile } from 'node:fs/promises';

/** Recorded output of one of macOS's tools, from the folder `recorded`. */
export function recorded(name: string): Promise<string> {
  return readFile(new URL(`recorded/${name}.txt`, import.meta.url), 'utf8');
}
