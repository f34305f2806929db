import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ActivityEntry, ActivityEvent } from '../../contract/activity.ts';
import { createWaker } from '../waker.ts';

/** Enough to scroll back through; the log lives in memory only. */
const CAPACITY = 1_000;
/** Entries that change sooner after one another than this travel together. */
const TOGETHER_MS = 100;

export interface TokenUsage {
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
}

/** One request under way; each of its calls is told to the subscribers. */
export interface ActivityRecord {
  answered(status: number): void;
  firstByte(): void;
  /** Only the first call counts. */
  end(outcome: 'done' | 'cancelled' | 'failed', usage: TokenUsage): void;
}

export interface ActivityLog {
  /** Answers that are being written now. */
  answering(): number;
  /** Calls `listener` after each change; the returned function ends it. */
  onChange(listener: () => void): () => void;
  begin(request: Pick<ActivityEntry, 'method' | 'path' | 'model'>): ActivityRecord;
  /** Everything held, then what changes, until `signal` aborts or the reader leaves. */
  watch(signal?: AbortSignal): AsyncGenerator<ActivityEvent, void>;
}

/** The last 1,000 requests that passed Corral, without their bodies. */
export const createActivityLog = (): ActivityLog => {
  const entries = new Map<string, ActivityEntry>();
  const listeners = new Set<(id: string) => void>();

  const put = (entry: ActivityEntry) => {
    entries.set(entry.id, entry);
    const oldest = entries.size > CAPACITY ? entries.keys().next().value : undefined;
    if (oldest !== undefined) entries.delete(oldest);
    for (const listener of listeners) listener(entry.id);
  };
  const held = (ids: Iterable<string>) => [...ids].flatMap((id) => entries.get(id) ?? []);

  return {
    answering: () => [...entries.values()].filter(({ method, outcome }) => method === 'POST' && outcome === 'running').length,
    onChange: (listener) => {
      const told = () => listener();
      listeners.add(told);
      return () => {
        listeners.delete(told);
      };
    },
    begin({ method, path, model }) {
      const started = performance.now();
      const since = () => Math.round((performance.now() - started) * 10) / 10;
      const unknown = { status: null, firstByteMs: null, durationMs: null, promptTokens: null, completionTokens: null };
      let entry: ActivityEntry = {
        ...{ id: randomUUID(), at: Date.now(), method, path, model },
        ...unknown,
        outcome: 'running',
      };
      const change = (part: Partial<ActivityEntry>) => {
        if (entry.outcome !== 'running') return;
        entry = { ...entry, ...part };
        if (entries.has(entry.id)) put(entry);
      };
      put(entry);
      return {
        answered: (status) => change({ status }),
        firstByte: () => change({ firstByteMs: since() }),
        end: (outcome, usage) => change({ outcome, durationMs: since(), ...usage }),
      };
    },
    async *watch(signal) {
      const changed = new Set<string>();
      const waker = createWaker(signal);
      const listener = (id: string) => {
        changed.add(id);
        waker.wake();
      };
      listeners.add(listener);
      try {
        yield { reset: true, entries: [...entries.values()] };
        while (await waker.wait()) {
          const news = held(changed);
          changed.clear();
          yield { reset: false, entries: news };
          await delay(TOGETHER_MS, undefined, { ...(signal ? { signal } : {}), ref: false }).catch(() => undefined);
        }
      } finally {
        listeners.delete(listener);
        waker.close();
      }
    },
  };
};
