import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCorralDatabase } from './corral-database.ts';
import { FAULT_NAMES, FAULTS } from './testing/faults-fixture.ts';

/** The tables as versions before the third step wrote them. */
const SECOND_VERSION = `
  CREATE TABLE conversations (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, model TEXT, updated_at REAL NOT NULL, messages TEXT NOT NULL
  ) STRICT;
  CREATE TABLE requests (
    id INTEGER PRIMARY KEY, at REAL NOT NULL, caller TEXT NOT NULL, key_id TEXT, key_name TEXT, direct INTEGER NOT NULL,
    method TEXT NOT NULL, path TEXT NOT NULL, model TEXT, status INTEGER, first_byte_ms REAL, duration_ms REAL,
    prompt_tokens INTEGER, completion_tokens INTEGER, outcome TEXT NOT NULL
  ) STRICT;
  PRAGMA user_version = 2;`;

describe('a database of an earlier version', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'corral-database-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('keeps every request and migrates its outcome', () => {
    const outcomes = ['running', 'done', 'cancelled', 'failed', 'interrupted', 'cancelled'];
    const old = new DatabaseSync(join(folder, 'corral.db'));
    old.exec(SECOND_VERSION);
    const insert = old.prepare(
      `INSERT INTO requests (at, caller, direct, method, path, outcome) VALUES (1, ?, 0, 'POST', '/api/chat', ?)`,
    );
    for (const [index, outcome] of outcomes.entries()) insert.run(`10.0.0.${index}`, outcome);
    old.close();

    const { database, damaged, inMemory } = openCorralDatabase(folder);
    const rows = database.prepare('SELECT client, outcome FROM requests ORDER BY id').all();
    database.close();
    expect({ damaged, inMemory }).toEqual({ damaged: [], inMemory: null });
    expect(rows.map(({ client, outcome }) => [client, outcome])).toEqual([
      ['10.0.0.0', 'running'],
      ['10.0.0.1', 'done'],
      ['10.0.0.2', 'canceled'],
      ['10.0.0.3', 'failed'],
      ['10.0.0.4', 'interrupted'],
      ['10.0.0.5', 'canceled'],
    ]);
    expect(readdirSync(folder).filter((name) => name.includes('broken'))).toEqual([]);
  });
});

describe('a database that can’t be used', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'corral-database-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function addRow(): void {
    const { database } = openCorralDatabase(folder);
    database.exec("INSERT INTO conversations VALUES ('one', 'One', NULL, 1, '[]')");
    database.close();
  }
  function rowsIn(database: DatabaseSync): unknown[] {
    return database.prepare('SELECT id FROM conversations').all();
  }

  it.each(FAULT_NAMES.filter((name) => name !== 'empty file'))(
    'as a %s is moved aside, and a new one works',
    (fault) => {
      FAULTS[fault](join(folder, 'corral.db'));
      const { database, damaged, inMemory } = openCorralDatabase(folder);
      expect(inMemory).toBeNull();
      expect(damaged).toMatchObject([
        { file: 'corral.db', aside: { movedTo: expect.stringMatching(/^corral\.broken-/) } },
      ]);
      expect(rowsIn(database)).toEqual([]);
      database.close();
      addRow();
      const again = openCorralDatabase(folder);
      expect({ rows: rowsIn(again.database), damaged: again.damaged }).toEqual({ rows: [{ id: 'one' }], damaged: [] });
      again.database.close();
    },
  );

  it('as an empty file is simply filled', () => {
    FAULTS['empty file'](join(folder, 'corral.db'));
    const { database, damaged } = openCorralDatabase(folder);
    expect({ rows: rowsIn(database), damaged }).toEqual({ rows: [], damaged: [] });
    database.close();
  });

  it.each(['', 'CREATE TABLE conversations (id TEXT);', 'CREATE TABLE requests (id);'])(
    'because its tables are others (%s) is moved aside',
    (sql) => {
      const other = new DatabaseSync(join(folder, 'corral.db'));
      other.exec(`${sql} PRAGMA user_version = 3;`);
      other.close();
      const { database, damaged } = openCorralDatabase(folder);
      expect(damaged).toMatchObject([{ problem: 'damaged', aside: { movedTo: expect.any(String) } }]);
      expect(rowsIn(database)).toEqual([]);
      database.close();
    },
  );

  it.each(['corral.db-wal', 'corral.db-shm', 'corral.db-journal'])(
    'keeps its rows when %s is what is damaged',
    (name) => {
      addRow();
      FAULTS.folder(join(folder, name));
      const { database, damaged } = openCorralDatabase(folder);
      expect(rowsIn(database)).toEqual([{ id: 'one' }]);
      expect(damaged).toMatchObject([{ file: name, problem: 'folder', aside: { movedTo: expect.any(String) } }]);
      database.close();
    },
  );

  it('because another process has locked it is left in its place, for the next start', () => {
    addRow();
    const other = new DatabaseSync(join(folder, 'corral.db'));
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; SELECT * FROM conversations;');
    const { database, damaged, inMemory } = openCorralDatabase(folder);
    expect({ rows: rowsIn(database), damaged, inMemory }).toEqual({
      rows: [],
      damaged: [],
      inMemory: expect.stringMatching(/locked/),
    });
    database.close();
    other.close();
    const later = openCorralDatabase(folder);
    expect(rowsIn(later.database)).toEqual([{ id: 'one' }]);
    later.database.close();
  });
});
