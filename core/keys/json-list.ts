import { readFileSync, renameSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { z } from 'zod';
import { expectedError } from '../../contract/expected-error.ts';
import { createSerialQueue } from '../async/serial-queue.ts';
import { writeAtomically } from '../os/write-atomically.ts';

export interface KeptListOptions<T> {
  /** A JSON file in the data folder. */
  readonly path: string;
  readonly item: z.ZodType<T>;
  /** Told after each change of the list in memory. */
  readonly onChange: () => void;
}

type Change<T> = (items: readonly T[]) => readonly T[];

/** A list held in memory and in a file of its owner's (0600), whose writes come one after the other. */
export interface KeptList<T> {
  get(): readonly T[];
  /** A file that was there and wasn't ours to read: the name it was set aside under, if it could be moved. The list is empty then. */
  readonly broken: { readonly setAsideAs: string | null } | null;
  /** Written first and only then in force. Rejects with NOT_SAVED or with what `change` throws, and then nothing has changed. */
  commit(change: Change<T>): Promise<void>;
  /** In force at once, and not written. */
  set(change: Change<T>): void;
  /** Resolves when the list is on the disk as it is now. Rejects with NOT_SAVED. */
  flush(): Promise<void>;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** Gives the new name, or null where the file can't be moved. */
function setAside(path: string): string | null {
  const name = `${basename(path, extname(path))}.broken-${new Date().toISOString().replaceAll(':', '-')}.json`;
  try {
    renameSync(path, join(dirname(path), name));
    return name;
  } catch {
    return null;
  }
}

export function openJsonList<T>({ path, item, onChange }: KeptListOptions<T>): KeptList<T> {
  const File = z.object({ items: z.array(item) });
  const read = (): { items: readonly T[]; broken: KeptList<T>['broken'] } => {
    try {
      return { items: File.parse(JSON.parse(readFileSync(path, 'utf8'))).items, broken: null };
    } catch (error) {
      return { items: [], broken: isMissing(error) ? null : { setAsideAs: setAside(path) } };
    }
  };
  const { items: found, broken } = read();
  let items = found;
  let written = found;
  const enqueue = createSerialQueue();

  const write = async (next: readonly T[]) => {
    try {
      await writeAtomically(path, JSON.stringify({ items: next }, null, 2));
    } catch (error) {
      throw expectedError('NOT_SAVED', { reason: error instanceof Error ? error.message : String(error) });
    }
    written = next;
  };
  const set = (change: Change<T>) => {
    items = change(items);
    onChange();
  };

  return {
    get: () => items,
    broken,
    set,
    commit: (change) =>
      enqueue(async () => {
        const before = items;
        const next = change(before);
        await write(next);
        // What was set meanwhile isn't undone by it; that is unwritten still.
        items = items === before ? next : change(items);
        onChange();
      }),
    flush: () =>
      enqueue(async () => {
        if (written !== items) await write(items);
      }),
  };
}
