import { rename, writeFile } from 'node:fs/promises';

/** Replaces a file whole, readable by its owner only: a reader sees the old text or the new one, never half of it. */
export async function writeAtomically(path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`;
  await writeFile(draft, text, { mode: 0o600 });
  await rename(draft, path);
}
