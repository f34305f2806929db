import type { DatabaseSync } from 'node:sqlite';
import type { ActivityEntry } from '../../contract/activity.ts';
import { type ActivityLog, createActivityLog } from './activity-log.ts';
import { type ActivityTable, createActivityTable } from './activity-table.ts';
import { isUnauthenticated } from './unauthenticated.ts';

/** How long a change may wait to be written, in milliseconds: what the end of the machine can cost. */
const saveWithinMs = 1_000;
/** Written in one go; 0.2 ms, and more at once cost as much each. The rest follows after what else waits had its turn. */
const rowsAtOnce = 50;
const retryDelayMs = 10_000;
/** How often rows are deleted that have grown too old while nothing else was written, in milliseconds. */
const sweepEveryMs = 60 * 60 * 1000;

export interface KeepOptions {
  readonly database: DatabaseSync;
  /** Why the requests can't be kept in the file; null when they can again. They go on, and are kept in memory. */
  readonly onTrouble: (reason: string | null) => void;
}

export interface KeptActivity {
  readonly log: ActivityLog;
  /** Writes what is not written yet. */
  close(): void;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The activity log, kept in the database over restarts. Nothing is written in a request's own time. */
export function persistActivity({ database, onTrouble }: KeepOptions): KeptActivity {
  let table: ActivityTable | null = null;
  let troubled = false;
  const setTrouble = (reason: string | null) => {
    if (troubled !== (reason !== null)) onTrouble(reason);
    troubled = reason !== null;
  };
  const load = (): ActivityEntry[] => {
    try {
      table = createActivityTable(database);
      return table.load();
    } catch (error) {
      setTrouble(reasonOf(error));
      return [];
    }
  };

  const loaded = load();
  const log = createActivityLog(loaded);
  /** In the file, and forgotten out of turn one day. */
  const turnedAway = new Set(loaded.filter(isUnauthenticated).map(({ id }) => id));
  const unsaved = new Map<string, ActivityEntry>();
  let cleared = false;
  let timer: NodeJS.Timeout | null = null;

  /** What changed first, without what is kept no longer. */
  const nextUnsaved = (limit: number): readonly ActivityEntry[] => {
    const next: ActivityEntry[] = [];
    for (const [id, entry] of unsaved) {
      if (next.length >= limit) break;
      if (log.holds(id)) next.push(entry);
      else unsaved.delete(id);
    }
    return next;
  };

  /** @param limit how many rows to write; the rest waits */
  const save = (limit: number): void => {
    timer = null;
    const entries = nextUnsaved(limit);
    try {
      table ??= createActivityTable(database);
      if (cleared) table.clear();
      cleared = false;
      const gone = [...turnedAway].filter((id) => !log.holds(id));
      table.save(entries, { firstKeptId: log.firstKeptId(), gone });
      for (const id of gone) turnedAway.delete(id);
      for (const entry of entries) {
        if (isUnauthenticated(entry)) turnedAway.add(entry.id);
        if (unsaved.get(entry.id) === entry) unsaved.delete(entry.id);
      }
      setTrouble(null);
      if (unsaved.size > 0) saveIn(0);
    } catch (error) {
      setTrouble(reasonOf(error));
      saveIn(retryDelayMs);
    }
  };
  const saveIn = (ms: number): void => {
    timer ??= setTimeout(save, ms, rowsAtOnce).unref();
  };
  const forget = log.onChange((changed) => {
    if (changed === 'cleared') {
      cleared = true;
      if (timer !== null) clearTimeout(timer);
      // What a person deleted is to be gone now.
      save(rowsAtOnce);
      return;
    }
    unsaved.set(changed.id, changed);
    saveIn(saveWithinMs);
  });

  const sweep = setInterval(saveIn, sweepEveryMs, 0).unref();

  return {
    log,
    close() {
      forget();
      clearInterval(sweep);
      if (timer !== null) clearTimeout(timer);
      save(Number.POSITIVE_INFINITY);
      if (timer !== null) clearTimeout(timer);
    },
  };
}
