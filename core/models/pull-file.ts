import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Pull } from '../../contract/models.ts';
import { writeAtomically } from '../os/write-atomically.ts';

/** What is saved of a pull, so that the next session of Corral can resume it. */
const SavedPull = Pull.pick({
  id: true,
  name: true,
  state: true,
  completedBytes: true,
  totalBytes: true,
  failure: true,
  startedAt: true,
}).extend({
  /** Ollama uses plain HTTP with the registry. */
  insecure: z.boolean(),
});
export type SavedPull = z.infer<typeof SavedPull>;

const SavedPulls = z.object({ pulls: z.array(SavedPull) });

export interface PullFile {
  /** What an earlier session saved. A file that can't be read is moved aside, and the list is empty. */
  read(): readonly SavedPull[];
  /** Resolves when this list, or a later one, is on disk. Never rejects: the next write includes what this one couldn't save. */
  write(pulls: readonly SavedPull[]): Promise<void>;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function moveAside(folder: string, path: string): void {
  try {
    renameSync(path, join(folder, `pulls.broken-${new Date().toISOString().replaceAll(':', '-')}.json`));
  } catch {
    // The next write replaces it.
  }
}

/** `pulls.json` in the data folder. */
export function openPullFile(folder: string): PullFile {
  const path = join(folder, 'pulls.json');
  let next: readonly SavedPull[] | null = null;
  let writing: Promise<void> | null = null;

  const writeAll = async () => {
    while (next !== null) {
      const text = JSON.stringify({ pulls: next });
      next = null;
      await writeAtomically(path, text).catch(() => undefined);
    }
    writing = null;
  };

  return {
    read() {
      try {
        return SavedPulls.parse(JSON.parse(readFileSync(path, 'utf8'))).pulls;
      } catch (error) {
        if (!isMissing(error)) moveAside(folder, path);
        return [];
      }
    },
    write(pulls) {
      next = pulls;
      writing ??= writeAll();
      return writing;
    },
  };
}
