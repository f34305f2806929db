import { basename } from 'node:path';
import type { z } from 'zod';
import { dataFolderText } from '../../contract/derived/catalog/en/data-folder.ts';
import { writeAtomically } from '../os/write-atomically.ts';
import type { FileProblem } from './file-problem.ts';
import { type FileText, readBounded } from './read-bounded.ts';
import { type Aside, setAside } from './set-aside.ts';

/** A file of the data folder that couldn't be used, and what became of it. */
export interface DamagedFile {
  /** Its name, such as `keys.json`. */
  readonly file: string;
  readonly problem: FileProblem;
  readonly aside: Aside;
}

export type OnDamaged = (damaged: DamagedFile) => void;

/** Many times the size of the largest file that Corral writes: a key takes some 400 bytes. */
const MAX_BYTES = 16 * 1024 * 1024;

export interface SavedFileOptions<T> {
  readonly path: string;
  /** Of the parsed JSON. */
  readonly schema: z.ZodType<T>;
  readonly onDamaged: OnDamaged;
}

/** A JSON file in the data folder. What can't be read is moved aside, and never replaced while it can't be. */
export interface SavedFile<T> {
  /** Null when there is none, or none that can be used. */
  read(): T | null;
  /**
   * Replaces it as a whole, readable by its owner only.
   * @throws the system's error when it can't be written, or when what is in its place can't be read and not be moved either
   */
  write(text: string): Promise<void>;
}

function parse<T>(text: string, schema: z.ZodType<T>): { readonly value: T } | null {
  try {
    return { value: schema.parse(JSON.parse(text)) };
  } catch {
    return null;
  }
}

function problemIn(found: Exclude<FileText, 'missing'>): FileProblem {
  return 'problem' in found ? found.problem : 'damaged';
}

export function openSavedFile<T>({ path, schema, onDamaged }: SavedFileOptions<T>): SavedFile<T> {
  /** What is in the file's place can't be used, and couldn't be moved. */
  let isStuck = false;

  const setAsideFor = (problem: FileProblem): DamagedFile => {
    // What only couldn't be read now may be all right.
    const aside: Aside = problem === 'unavailable' ? { stuck: problem } : setAside(path);
    isStuck = 'stuck' in aside;
    return { file: basename(path), problem, aside };
  };

  return {
    read() {
      const found = readBounded(path, MAX_BYTES);
      isStuck = false;
      if (found === 'missing') return null;
      const parsed = 'text' in found ? parse(found.text, schema) : null;
      if (parsed === null) onDamaged(setAsideFor(problemIn(found)));
      return parsed?.value ?? null;
    },
    async write(text) {
      const found = isStuck ? readBounded(path, MAX_BYTES) : 'missing';
      if (found !== 'missing') {
        const damaged = setAsideFor(problemIn(found));
        // It was reported when it was read, and nothing has changed.
        const { file, aside } = damaged;
        if ('stuck' in aside) throw new Error(dataFolderText('notReplaced', { file, reason: aside.stuck }));
        onDamaged(damaged);
      }
      isStuck = false;
      await writeAtomically(path, text);
    },
  };
}
