import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCorralDatabase } from './corral-database.ts';

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
