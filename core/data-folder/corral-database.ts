import { chmodSync, closeSync, constants, openSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { dataFolderText } from '../../contract/derived/catalog/en/data-folder.ts';
import { codeOf, type FileProblem, problemOf } from './file-problem.ts';
import { fileProblem, nameExists } from './read-bounded.ts';
import type { DamagedFile } from './saved-file.ts';
import { type Aside, asideName, setAside } from './set-aside.ts';

/** Step N brings a database from version N to N + 1; the version is SQLite's `user_version`. Steps are only ever added. */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE conversations (
     id TEXT PRIMARY KEY,
     title TEXT NOT NULL,
     model TEXT,
     updated_at REAL NOT NULL,
     messages TEXT NOT NULL
   ) STRICT;
   CREATE INDEX conversations_by_time ON conversations (updated_at DESC);`,
  `CREATE TABLE requests (
     id INTEGER PRIMARY KEY,
     at REAL NOT NULL,
     caller TEXT NOT NULL,
     key_id TEXT,
     key_name TEXT,
     direct INTEGER NOT NULL,
     method TEXT NOT NULL,
     path TEXT NOT NULL,
     model TEXT,
     status INTEGER,
     first_byte_ms REAL,
     duration_ms REAL,
     prompt_tokens INTEGER,
     completion_tokens INTEGER,
     outcome TEXT NOT NULL
   ) STRICT;`,
  `UPDATE requests SET outcome = 'canceled' WHERE outcome = 'cancelled';
   ALTER TABLE requests RENAME COLUMN caller TO client;`,
  `ALTER TABLE requests ADD COLUMN error_type TEXT;`,
];

/** Every table with the columns that its readers need; preparing these fails where one is missing. */
const TABLE_CHECKS: readonly string[] = [
  'SELECT id, title, model, updated_at, messages FROM conversations LIMIT 0',
  `SELECT id, at, client, key_id, key_name, direct, method, path, model, status, first_byte_ms, duration_ms, prompt_tokens,
     completion_tokens, outcome, error_type FROM requests LIMIT 0`,
];

/** SQLite's files beside the database; without the first, changes that aren't in the database yet are lost. */
const SIDECARS = ['corral.db-wal', 'corral.db-journal', 'corral.db-shm'] as const;

/**
 * Primary result codes that say nothing about the file: busy, locked, out of memory, read-only, input/output error, disk full,
 * can't open (https://sqlite.org/rescode.html).
 */
const TRANSIENT_CODES: readonly number[] = [5, 6, 7, 8, 10, 13, 14];

export interface OpenedDatabase {
  readonly database: DatabaseSync;
  /** What couldn't be used, and was moved aside if possible. */
  readonly damaged: readonly DamagedFile[];
  /** Why nothing that is saved now lasts longer than this process; null when it does. */
  readonly inMemory: string | null;
}

function numberIn(row: unknown, column: string): number {
  const value: unknown = typeof row === 'object' && row !== null ? Reflect.get(row, column) : null;
  return typeof value === 'number' ? value : Number.NaN;
}

function migrate(database: DatabaseSync): void {
  const version = numberIn(database.prepare('PRAGMA user_version').get(), 'user_version');
  if (!(version <= MIGRATIONS.length)) throw new Error(dataFolderText('database.newer'));
  for (const [step, sql] of MIGRATIONS.entries()) {
    if (step >= version) database.exec(`BEGIN; ${sql} PRAGMA user_version = ${step + 1}; COMMIT;`);
  }
}

function checkTables(database: DatabaseSync): void {
  try {
    for (const sql of TABLE_CHECKS) database.prepare(sql);
  } catch {
    throw new Error(dataFolderText('database.incomplete'));
  }
}

function openAndCheck(path: string): DatabaseSync {
  // SQLite would create the file with the process's default mode.
  closeSync(openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK, 0o600));
  chmodSync(path, 0o600);
  const database = new DatabaseSync(path);
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000;');
    const check = JSON.stringify(database.prepare('PRAGMA quick_check(1)').get());
    if (!/"ok"/.test(check)) throw new Error(check);
    migrate(database);
    checkTables(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Moves the database aside with the files that belong to it, under names that belong together, too. */
function setDatabaseAside(folder: string): Aside {
  try {
    const movedTo = asideName(join(folder, 'corral.db'), String(Date.now()));
    for (const name of ['corral.db', ...SIDECARS]) {
      if (nameExists(join(folder, name)))
        renameSync(join(folder, name), join(folder, movedTo + name.slice('corral.db'.length)));
    }
    return { movedTo };
  } catch (error) {
    return { stuck: codeOf(error) || String(error) };
  }
}

/** A file beside the database that SQLite can't open must not take the database with it. */
function clearSidecars(folder: string): DamagedFile[] {
  return SIDECARS.flatMap((file) => {
    const problem = fileProblem(join(folder, file));
    return problem === null ? [] : [{ file, problem, aside: setAside(join(folder, file)) }];
  });
}

/** Whether opening it failed for a reason that has nothing to do with the file, which may be all right. */
function isTransient(error: unknown): boolean {
  const code: unknown = error instanceof Error && 'errcode' in error ? error.errcode : null;
  // Extended codes have the primary one in their lowest byte.
  if (typeof code === 'number') return TRANSIENT_CODES.includes(code & 0xff);
  return codeOf(error) !== '' && problemOf(error) === 'unavailable';
}

function openInMemory(): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  migrate(database);
  return database;
}

/** A link that leads nowhere is a problem too, which opening it for writing would hide. */
function openFile(folder: string): DatabaseSync | { readonly problem: FileProblem; readonly error: unknown } {
  const path = join(folder, 'corral.db');
  const problem = fileProblem(path);
  if (problem !== null) return { problem, error: problem };
  try {
    return openAndCheck(path);
  } catch (error) {
    return { problem: isTransient(error) || !nameExists(path) ? 'unavailable' : 'damaged', error };
  }
}

/**
 * Opens `corral.db` (0600, WAL) in `folder`. A damaged file is moved aside; one that can't be opened now, as on a full disk, is
 * left as it is. If none can be written, the database is in memory.
 */
export function openCorralDatabase(folder: string): OpenedDatabase {
  const sidecars = clearSidecars(folder);
  const first = openFile(folder);
  if (first instanceof DatabaseSync) return { database: first, damaged: sidecars, inMemory: null };
  if (first.problem === 'unavailable') {
    return { database: openInMemory(), damaged: sidecars, inMemory: String(first.error) };
  }
  const damaged = [...sidecars, { file: 'corral.db', problem: first.problem, aside: setDatabaseAside(folder) }];
  const second = openFile(folder);
  if (second instanceof DatabaseSync) return { database: second, damaged, inMemory: null };
  return { database: openInMemory(), damaged, inMemory: String(second.error) };
}
