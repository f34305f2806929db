import type { ActivityEntry } from '../../contract/activity.ts';
import { MAX_ACTIVITY_ENTRIES, MAX_UNAUTHENTICATED_ENTRIES } from '../../contract/derived/limits.ts';
import { isUnauthenticated } from './unauthenticated.ts';

/** How long a request is kept. */
export const RETENTION_MS = 7 * 24 * 60 * 60 * 1000;

/** The requests in memory: the latest, and no more than so many of other machines without a valid key, who can't evict the rest. */
export interface RetainedRequests {
  add(entry: ActivityEntry): void;
  /** Does nothing for a request that is no longer kept. */
  update(entry: ActivityEntry): void;
  /** Oldest first. */
  entries(): readonly ActivityEntry[];
  has(id: string): boolean;
  /** A request with a lower id is no longer kept; the one with this id may not be kept either. */
  firstId(): string;
  /** Removes all but those in progress, without reporting them as evicted. */
  clear(): void;
}

export interface RetentionOptions {
  /** From earlier runs of Corral, oldest first. */
  readonly stored: readonly ActivityEntry[];
  readonly onEvicted: (id: string) => void;
}

export function createRetainedRequests({ stored, onEvicted }: RetentionOptions): RetainedRequests {
  const byId = new Map(stored.map((entry) => [entry.id, entry]));
  /** Oldest first; some may have been evicted for another reason. */
  const unauthenticated = new Set<string>();
  let firstId = Number(stored[0]?.id ?? 1);
  let lastId = Number(stored.at(-1)?.id ?? 0);

  const evict = (id: string): void => {
    if (byId.delete(id)) onEvicted(id);
  };
  /** By number: finding a map's first entry costs time for each of the thousands of deleted ones before it. */
  const trim = (): void => {
    const oldest = Date.now() - RETENTION_MS;
    for (; firstId <= lastId; firstId += 1) {
      const entry = byId.get(String(firstId));
      if (entry && byId.size <= MAX_ACTIVITY_ENTRIES && entry.at >= oldest) return;
      evict(String(firstId));
    }
  };
  const limitUnauthenticated = (entry: ActivityEntry): void => {
    if (!isUnauthenticated(entry)) return;
    unauthenticated.add(entry.id);
    const [oldest] = unauthenticated;
    if (unauthenticated.size <= MAX_UNAUTHENTICATED_ENTRIES || oldest === undefined) return;
    unauthenticated.delete(oldest);
    evict(oldest);
  };

  for (const entry of stored) limitUnauthenticated(entry);
  trim();
  return {
    add(entry) {
      lastId = Number(entry.id);
      byId.set(entry.id, entry);
      limitUnauthenticated(entry);
      trim();
    },
    update(entry) {
      if (byId.has(entry.id)) byId.set(entry.id, entry);
    },
    entries() {
      trim();
      return [...byId.values()];
    },
    has: (id) => byId.has(id),
    firstId() {
      trim();
      return String(firstId);
    },
    clear() {
      for (const { id, outcome } of byId.values()) if (outcome !== 'running') byId.delete(id);
    },
  };
}
