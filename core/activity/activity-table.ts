import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { ActivityEntry, GatewayErrorType } from '../../contract/activity.ts';
import { responseSpeed } from './response-speed.ts';

/** Requests that are no longer kept. */
interface DeletedRequests {
  /** All with a lower id are deleted. */
  readonly firstId: string;
  readonly evicted: readonly string[];
}

/** The requests in `corral.db`. Its calls throw what SQLite throws, such as on a full disk. */
export interface ActivityTable {
  /** Oldest first. Those that were in progress when Corral quit become interrupted. */
  load(): ActivityEntry[];
  /** In one transaction: deletes requests with a lower id than `firstId` and those in `evicted`, then writes the entries. */
  save(entries: readonly ActivityEntry[], deleted: DeletedRequests): void;
  clear(): void;
}

const Row = z
  .object({
    ...ActivityEntry.omit({
      id: true,
      key: true,
      direct: true,
      errorType: true,
      firstTokenMs: true,
      tokensPerSecond: true,
    }).shape,
    id: z.number().transform(String),
    keyId: z.string().nullable(),
    keyName: z.string().nullable(),
    direct: z.number().transform((value) => value === 1),
    // A later build may know more of them.
    errorType: GatewayErrorType.nullable().catch(null),
  })
  .transform(({ keyId, keyName, errorType, ...row }): ActivityEntry => {
    const key = keyId === null ? null : { id: keyId, name: keyName ?? '' };
    return { ...row, key, ...(errorType === null ? {} : { errorType }), ...responseSpeed(row) };
  });

const COLUMNS =
  'id, at, client, key_id, key_name, direct, method, path, model, status, first_byte_ms, duration_ms, prompt_tokens, completion_tokens, outcome, error_type';

/** In the order of `COLUMNS`. */
function valuesOf(entry: ActivityEntry): readonly (string | number | null)[] {
  const { id, at, client, key, direct, method, path, model, status, outcome, errorType } = entry;
  const { firstByteMs, durationMs, promptTokens, completionTokens } = entry;
  return [
    ...[Number(id), at, client, key?.id ?? null, key?.name ?? null, direct ? 1 : 0, method, path, model, status],
    ...[firstByteMs, durationMs, promptTokens, completionTokens, outcome, errorType ?? null],
  ];
}

export function createActivityTable(database: DatabaseSync): ActivityTable {
  const selectAll = database.prepare(
    `SELECT id, at, client, key_id AS keyId, key_name AS keyName, direct, method, path, model, status,
       first_byte_ms AS firstByteMs, duration_ms AS durationMs, prompt_tokens AS promptTokens,
       completion_tokens AS completionTokens, outcome, error_type AS errorType
     FROM requests ORDER BY id`,
  );
  const upsert = database.prepare(
    `INSERT OR REPLACE INTO requests (${COLUMNS}) VALUES (${COLUMNS.replace(/\w+/g, '?')})`,
  );
  const deleteOne = database.prepare('DELETE FROM requests WHERE id = ?');
  const deleteOlder = database.prepare('DELETE FROM requests WHERE id < ?');

  return {
    load() {
      database.exec("UPDATE requests SET outcome = 'interrupted' WHERE outcome = 'running'");
      return selectAll.all().flatMap((row) => Row.safeParse(row).data ?? []);
    },
    save(entries, { firstId, evicted }) {
      database.exec('BEGIN IMMEDIATE');
      try {
        deleteOlder.run(Number(firstId));
        for (const id of evicted) deleteOne.run(Number(id));
        for (const entry of entries) upsert.run(...valuesOf(entry));
        database.exec('COMMIT');
      } catch (error) {
        // After some failures, such as a full disk, SQLite has rolled back already.
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
    clear: () => database.exec('DELETE FROM requests'),
  };
}
