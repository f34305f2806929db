import type { DatabaseSync } from 'node:sqlite';
import type { ActivityEntry } from '../../contract/activity.ts';
import { type ActivityLog, createActivityLog } from './activity-log.ts';
import { type ActivityTable, createActivityTable } from './activity-table.ts';
import type { EndpointOf } from './request-entry.ts';
import { isUnauthenticated } from './unauthenticated.ts';

/** How long a change may wait to be written: what a power failure can cost. */
const SAVE_DELAY_MS = 1_000;
/** Written at once, in 0.2 ms; more rows cost as much each. The rest follows after other pending events. */
const ROWS_PER_SAVE = 50;
const RETRY_DELAY_MS = 10_000;
/** How often rows that have grown too old are deleted while nothing else is written. */
const SWEEP_INTERVAL_MS = 60 * 60 * 1000;

export interface PersistOptions {
  readonly database: DatabaseSync;
  readonly endpointOf: EndpointOf;
  /** Why requests can't be saved; null when they can again. Until then they are kept in memory. */
  readonly onTrouble: (reason: string | null) => void;
}

export interface PersistedActivity {
  readonly log: ActivityLog;
  /** Writes what is not written yet. */
  close(): void;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What is in memory and not in the file, and the other way round. */
function createUnsavedChanges(log: ActivityLog, stored: readonly ActivityEntry[]) {
  const unsaved = new Map<string, ActivityEntry>();
  /** In the file, and possibly evicted before older ones. */
  const savedUnauthenticated = new Set(stored.filter(isUnauthenticated).map(({ id }) => id));
  return {
    add: (entry: ActivityEntry) => void unsaved.set(entry.id, entry),
    isEmpty: () => unsaved.size === 0,
    /** The changes made first, without those of requests that are no longer kept. */
    next(limit: number): readonly ActivityEntry[] {
      const next: ActivityEntry[] = [];
      for (const [id, entry] of unsaved) {
        if (next.length >= limit) break;
        if (log.has(id)) next.push(entry);
        else unsaved.delete(id);
      }
      return next;
    },
    evicted: () => [...savedUnauthenticated].filter((id) => !log.has(id)),
    saved(entries: readonly ActivityEntry[], evicted: readonly string[]): void {
      for (const id of evicted) savedUnauthenticated.delete(id);
      for (const entry of entries) {
        if (isUnauthenticated(entry)) savedUnauthenticated.add(entry.id);
        if (unsaved.get(entry.id) === entry) unsaved.delete(entry.id);
      }
    },
  };
}

/** The table, opened when it is first needed and again while that fails, and a report of whether it works. */
function createStorage({ database, onTrouble }: Pick<PersistOptions, 'database' | 'onTrouble'>) {
  let table: ActivityTable | null = null;
  let hasTrouble = false;
  return {
    /** False where SQLite throws, such as on a full disk; the reason is reported once, and so is that it works again. */
    use(access: (table: ActivityTable) => void): boolean {
      try {
        table ??= createActivityTable(database);
        access(table);
        if (hasTrouble) onTrouble(null);
        hasTrouble = false;
        return true;
      } catch (error) {
        if (!hasTrouble) onTrouble(reasonOf(error));
        hasTrouble = true;
        return false;
      }
    },
  };
}

/** The activity log, stored in the database across restarts. Nothing is written while a request waits. */
export function persistActivity({ database, endpointOf, onTrouble }: PersistOptions): PersistedActivity {
  const storage = createStorage({ database, onTrouble });
  let stored: readonly ActivityEntry[] = [];
  storage.use((table) => {
    stored = table.load();
  });
  const log = createActivityLog({ endpointOf, stored });
  const changes = createUnsavedChanges(log, stored);
  let isCleared = false;
  let timer: NodeJS.Timeout | null = null;
  const cancelTimer = (): void => {
    if (timer !== null) clearTimeout(timer);
  };

  /** @param limit how many rows to write; the rest waits */
  const save = (limit: number): void => {
    timer = null;
    const entries = changes.next(limit);
    const isSaved = storage.use((table) => {
      if (isCleared) table.clear();
      isCleared = false;
      const evicted = changes.evicted();
      table.save(entries, { firstId: log.firstId(), evicted });
      changes.saved(entries, evicted);
    });
    if (!isSaved) saveIn(RETRY_DELAY_MS);
    else if (!changes.isEmpty()) saveIn(0);
  };
  function saveIn(ms: number): void {
    timer ??= setTimeout(save, ms, ROWS_PER_SAVE).unref();
  }
  const unsubscribe = log.onChange((changed) => {
    if (changed === 'cleared') {
      isCleared = true;
      cancelTimer();
      // What a person deletes is deleted from the file at once.
      save(ROWS_PER_SAVE);
      return;
    }
    changes.add(changed);
    saveIn(SAVE_DELAY_MS);
  });
  const sweep = setInterval(saveIn, SWEEP_INTERVAL_MS, 0).unref();

  return {
    log,
    close() {
      unsubscribe();
      clearInterval(sweep);
      cancelTimer();
      save(Number.POSITIVE_INFINITY);
      cancelTimer();
    },
  };
}
