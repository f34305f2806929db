import { join } from 'node:path';
import { z } from 'zod';
import { Pull } from '../../contract/models.ts';
import { type OnDamaged, openSavedFile } from '../data-folder/saved-file.ts';

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

/** `pulls.json` in the data folder. */
export function openPullFile(folder: string, onDamaged: OnDamaged): PullFile {
  const file = openSavedFile({ path: join(folder, 'pulls.json'), schema: SavedPulls, onDamaged });
  let next: readonly SavedPull[] | null = null;
  let writing: Promise<void> | null = null;

  const writeAll = async () => {
    while (next !== null) {
      const text = JSON.stringify({ pulls: next });
      next = null;
      await file.write(text).catch(() => undefined);
    }
    writing = null;
  };

  return {
    read: () => file.read()?.pulls ?? [],
    write(pulls) {
      next = pulls;
      writing ??= writeAll();
      return writing;
    },
  };
}
