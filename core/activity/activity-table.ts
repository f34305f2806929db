import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { ActivityEntry } from '../../contract/activity.ts';
import { answerSpeed } from './response-speed.ts';

/** The requests in `corral.db`. Its calls throw what SQLite throws, such as on a full disk. */
export interface ActivityTable {
  /** Oldest first. Those that ran when Corral ended are closed as interrupted. */
  load(): ActivityEntry[];
  /** All of it or nothing: drops what has a lower id than `firstKeptId` and those of `gone`, then writes the entries. */
  save(entries: readonly ActivityEntry[], dropped: { firstKeptId: string; gone: readonly string[] }): void;
  clear(): void;
}

const Row = z
  .object({
    ...ActivityEntry.omit({ id: true, key: true, direct: true, firstTokenMs: true, tokensPerSecond: true }).shape,
    id: z.number().transform(String),
    keyId: z.string().nullable(),
    keyName: z.string().nullable(),
    direct: z.number().transform((value) => value === 1),
  })
  .transform(({ keyId, keyName, ...row }): ActivityEntry => {
    const key = keyId === null ? null : { id: keyId, name: keyName ?? '' };
    return { ...row, key, ...answerSpeed(row) };
  });

const COLUMNS =
  'id, at, client, key_id, key_name, direct, method, path, model, status, first_byte_ms, duration_ms, prompt_tokens, completion_tokens, outcome';

export function createActivityTable(database: DatabaseSync): ActivityTable {
  const selectAll = database.prepare(
    `SELECT id, at, client, key_id AS keyId, key_name AS keyName, direct, method, path, model, status,
       first_byte_ms AS firstByteMs, duration_ms AS durationMs, prompt_tokens AS promptTokens,
       completion_tokens AS completionTokens, outcome
     FROM requests ORDER BY id`,
  );
  const put = database.prepare(`INSERT OR REPLACE INTO requests (${COLUMNS}) VALUES (${COLUMNS.replace(/\w+/g, '?')})`);
  const drop = database.prepare('DELETE FROM requests WHERE id = ?');
  const dropOlder = database.prepare('DELETE FROM requests WHERE id < ?');

  return {
    load() {
      database.exec("UPDATE requests SET outcome = 'interrupted' WHERE outcome = 'running'");
      return selectAll.all().flatMap((row) => Row.safeParse(row).data ?? []);
    },
    save(entries, { firstKeptId, gone }) {
      database.exec('BEGIN IMMEDIATE');
      try {
        dropOlder.run(Number(firstKeptId));
        for (const id of gone) drop.run(Number(id));
        for (const entry of entries) {
          const { id, at, client, key, direct, method, path, model, status, firstByteMs, durationMs } = entry;
          const { promptTokens, completionTokens, outcome } = entry;
          const whose = [key?.id ?? null, key?.name ?? null, direct ? 1 : 0] as const;
          const tokens = [promptTokens, completionTokens] as const;
          put.run(
            Number(id),
            at,
            client,
            ...whose,
            method,
            path,
            model,
            status,
            firstByteMs,
            durationMs,
            ...tokens,
            outcome,
          );
        }
        database.exec('COMMIT');
      } catch (error) {
        // After some failures, such as a full disk, SQLite has done it by itself.
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
    clear: () => database.exec('DELETE FROM requests'),
  };
}
