import { chmodSync, closeSync, existsSync, openSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { dataFolderText } from '../../contract/derived/catalog/en/data-folder.ts';
import type { DatabaseOpenResult } from './startup-notices.ts';

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
];

export interface OpenedDatabase {
  readonly database: DatabaseSync;
  readonly openResult: DatabaseOpenResult;
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

function openAndCheck(path: string): DatabaseSync {
  // SQLite would create the file with the process's default mode.
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
  const database = new DatabaseSync(path);
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000;');
    const check = JSON.stringify(database.prepare('PRAGMA quick_check(1)').get());
    if (!/"ok"/.test(check)) throw new Error(check);
    migrate(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Moves the database and its WAL files aside; gives the new name. */
function moveAside(folder: string): string {
  const name = `corral.broken-${Date.now()}.db`;
  for (const suffix of ['', '-wal', '-shm']) {
    const path = join(folder, `corral.db${suffix}`);
    if (existsSync(path)) renameSync(path, join(folder, name + suffix));
  }
  return name;
}

/** Opens `corral.db` (0600, WAL) in `folder`. A damaged file is moved aside; if none can be written, the database is in memory. */
export function openCorralDatabase(folder: string): OpenedDatabase {
  const path = join(folder, 'corral.db');
  try {
    return { database: openAndCheck(path), openResult: null };
  } catch {
    // Below: an empty one in its place.
  }
  try {
    const movedTo = moveAside(folder);
    return { database: openAndCheck(path), openResult: { movedTo } };
  } catch (error) {
    const database = new DatabaseSync(':memory:');
    migrate(database);
    return { database, openResult: { inMemory: String(error) } };
  }
}
