import { chmodSync, closeSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Each step brings the database from the version of its index to the next; a step that was released never changes. */
const migrations: readonly string[] = [
  `CREATE TABLE conversation (
     id TEXT PRIMARY KEY,
     title TEXT NOT NULL,
     model TEXT,
     updated_at INTEGER NOT NULL,
     messages TEXT NOT NULL
   ) STRICT;
   CREATE INDEX conversation_by_time ON conversation (updated_at DESC);`,
];

function open(path: string): DatabaseSync {
  // Created by us first, so that what people write is readable by its owner only from the first byte on.
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
  const database = new DatabaseSync(path);
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000;');
    const version = Number(database.prepare('PRAGMA user_version').get()?.user_version);
    if (version > migrations.length) throw new Error(`it was written by a newer Corral (version ${version})`);
    for (const [index, step] of migrations.entries()) {
      if (index < version) continue;
      database.exec(`BEGIN; ${step} PRAGMA user_version = ${index + 1}; COMMIT;`);
    }
    database.prepare('SELECT count(*) FROM conversation').get();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Opens `corral.db` in the data folder. One that can't be read is set aside, never deleted, and a new one is begun, so that
 * damage never keeps Corral from starting.
 */
export function openConversationDatabase(dataDir: string): { database: DatabaseSync; setAside: string | null } {
  const path = join(dataDir, 'corral.db');
  try {
    return { database: open(path), setAside: null };
  } catch {
    const setAside = join(dataDir, `corral.broken-${new Date().toISOString().replaceAll(':', '-')}.db`);
    renameSync(path, setAside);
    for (const suffix of ['-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
    return { database: open(path), setAside };
  }
}
