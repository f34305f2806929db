import { readFileSync, renameSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { z } from 'zod';
import { expectedError } from '../../contract/expected-error.ts';
import { createSerialQueue } from '../async/serial-queue.ts';
import { writeAtomically } from '../os/write-atomically.ts';

export interface JsonListOptions<T> {
  /** A JSON file in the data folder. */
  readonly path: string;
  readonly item: z.ZodType<T>;
  /** Called after each change of the list in memory. */
  readonly onChange: () => void;
}

type Change<T> = (items: readonly T[]) => readonly T[];

/** A list in memory and in a file that only its owner can read (0600), with one write at a time. */
export interface JsonList<T> {
  get(): readonly T[];
  /** Set where the file couldn't be read, and the list is empty: the file's new name, or null where it couldn't be moved. */
  readonly corrupt: { readonly movedTo: string | null } | null;
  /**
   * Takes effect once it is written.
   * @throws NOT_SAVED when it can't be written, and what `change` throws; nothing has changed then
   */
  commit(change: Change<T>): Promise<void>;
  /** Takes effect at once, without being written. */
  set(change: Change<T>): void;
  /**
   * Writes the list as it is now.
   * @throws NOT_SAVED when it can't be written
   */
  flush(): Promise<void>;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** Moves a corrupt file out of the way; gives its new name, or null where it can't be moved. */
function moveAside(path: string): string | null {
  const name = `${basename(path, extname(path))}.broken-${new Date().toISOString().replaceAll(':', '-')}.json`;
  try {
    renameSync(path, join(dirname(path), name));
    return name;
  } catch {
    return null;
  }
}

function readItems<T>({ path, item }: Pick<JsonListOptions<T>, 'path' | 'item'>): {
  readonly items: readonly T[];
  readonly corrupt: JsonList<T>['corrupt'];
} {
  const File = z.object({ items: z.array(item) });
  try {
    return { items: File.parse(JSON.parse(readFileSync(path, 'utf8'))).items, corrupt: null };
  } catch (error) {
    return { items: [], corrupt: isMissing(error) ? null : { movedTo: moveAside(path) } };
  }
}

export function openJsonList<T>({ path, item, onChange }: JsonListOptions<T>): JsonList<T> {
  const { items: stored, corrupt } = readItems({ path, item });
  let items = stored;
  let written = stored;
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
    corrupt,
    set,
    commit: (change) =>
      enqueue(async () => {
        const before = items;
        const next = change(before);
        await write(next);
        // Doesn't undo what was set meanwhile, which is still unwritten.
        items = items === before ? next : change(items);
        onChange();
      }),
    flush: () =>
      enqueue(async () => {
        if (written !== items) await write(items);
      }),
  };
}
