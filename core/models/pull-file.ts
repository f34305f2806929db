import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Pull } from '../../contract/models.ts';
import { writeAtomically } from '../os/write-atomically.ts';

/** What is kept of a pull, so that it goes on in another life of Corral. */
const SavedPull = Pull.pick({
  id: true,
  name: true,
  state: true,
  completedBytes: true,
  totalBytes: true,
  failure: true,
  startedAt: true,
}).extend({
  /** The registry is spoken to in the clear. */
  insecure: z.boolean(),
});
export type SavedPull = z.infer<typeof SavedPull>;

const SavedPulls = z.object({ pulls: z.array(SavedPull) });

export interface PullFile {
  /** What an earlier life left. A file that isn't ours to read is moved aside, and there are none. */
  read(): readonly SavedPull[];
  /** Resolves when this list, or a later one, is on the disk. Never rejects: what can't be written now comes with the next. */
  write(pulls: readonly SavedPull[]): Promise<void>;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function setAside(folder: string, path: string): void {
  try {
    renameSync(path, join(folder, `pulls.broken-${new Date().toISOString().replaceAll(':', '-')}.json`));
  } catch {
    // It can't be moved either; the next write replaces it.
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
        if (!isMissing(error)) setAside(folder, path);
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
