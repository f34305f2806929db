import { rename, writeFile } from 'node:fs/promises';

/** Replaces a file as a whole, readable by its owner only: a reader sees the old text or the new one, never a part of it. */
export async function writeAtomically(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, text, { mode: 0o600 });
  await rename(temporary, path);
}
