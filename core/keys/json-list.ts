import { z } from 'zod';
import { expectedError } from '../../contract/expected-error.ts';
import { createSerialQueue } from '../async/serial-queue.ts';
import { type OnDamaged, openSavedFile } from '../data-folder/saved-file.ts';

export interface JsonListOptions<T> {
  /** A JSON file in the data folder. */
  readonly path: string;
  readonly item: z.ZodType<T>;
  /** Called after each change of the list in memory. */
  readonly onChange: () => void;
  /** The file couldn't be read, and the list is empty. */
  readonly onDamaged: OnDamaged;
}

type Change<T> = (items: readonly T[]) => readonly T[];

/** A list in memory and in a file that only its owner can read (0600), with one write at a time. */
export interface JsonList<T> {
  get(): readonly T[];
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

export function openJsonList<T>({ path, item, onChange, onDamaged }: JsonListOptions<T>): JsonList<T> {
  const file = openSavedFile({ path, schema: z.object({ items: z.array(item) }), onDamaged });
  const stored: readonly T[] = file.read()?.items ?? [];
  let items = stored;
  let written = stored;
  const enqueue = createSerialQueue();

  const write = async (next: readonly T[]) => {
    try {
      await file.write(JSON.stringify({ items: next }, null, 2));
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
