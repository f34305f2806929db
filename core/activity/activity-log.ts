import type {
  ActivityEntry,
  ActivityEvent,
  ActivityFilter,
  ActivityKey,
  ActivityOverview,
  ActivityPage,
  ActivityQuery,
  ActivityTotals,
} from '../../contract/activity.ts';
import { MAX_ACTIVITY_ENTRIES, MAX_UNAUTHENTICATED_ENTRIES } from '../../contract/derived/limits.ts';
import { redact } from '../logs/redact.ts';
import { watchActivity, watchOverview } from './activity-feed.ts';
import { clientLabel, playground } from './client-label.ts';
import { filterMatcher } from './matches-filter.ts';
import { queryActivity } from './query-activity.ts';
import { redactPath } from './redact-path.ts';
import { answerSpeed } from './response-speed.ts';
import { totalsOf } from './sum-activity.ts';
import { isUnauthenticated } from './unauthenticated.ts';

/** How long a request is kept, in milliseconds. */
export const keptMs = 7 * 24 * 60 * 60 * 1000;
/** Characters of a model's name that are kept; a client can send any. */
const modelLength = 200;

/** A model's name as it is kept: without a key that a client put there. */
function shownModel(model: string | null): string | null {
  return model && redact(model.slice(0, modelLength));
}

export interface TokenUsage {
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
}

/** One request under way; each of its calls is told to the subscribers. */
export interface ActivityRecord {
  answered(status: number): void;
  firstByte(): void;
  /** Only the first call counts. */
  end(outcome: 'done' | 'canceled' | 'failed', usage: TokenUsage): void;
}

interface BegunRequest extends Pick<ActivityEntry, 'method' | 'path' | 'model'> {
  /** An address, or `This Mac`; the Playground by default. */
  readonly client?: string;
  readonly key?: ActivityKey | null;
}

/** A request that is over and that only the server's access log tells of. */
export type DirectRequest = Pick<ActivityEntry, 'at' | 'client' | 'method' | 'path'> & {
  readonly status: number;
  readonly durationMs: number;
};

export interface ActivityLog {
  /** Answers that are being written now, as far as they pass Corral. */
  answering(): number;
  /** Those of them that go to clients with a key. */
  answeringKeyed(): number;
  /** Requests under way that passed Corral, answers or not. */
  running(): number;
  /** Calls `listener` with each request that is new or has changed, and when all were cleared; the returned function ends it. */
  onChange(listener: (changed: ActivityEntry | 'cleared') => void): () => void;
  /** Calls `listener` with the id of each request that is kept no longer, but where all were cleared; the returned function ends it. */
  onEvicted(listener: (id: string) => void): () => void;
  begin(request: BegunRequest): ActivityRecord;
  addDirect(request: DirectRequest): void;
  /** What is kept, oldest first. */
  entries(): readonly ActivityEntry[];
  /** What has a lower id is not kept any more. */
  firstKeptId(): string;
  /** Whether it is among what is kept. */
  holds(id: string): boolean;
  /** Forgets every request but those that run. */
  clear(): void;
  /** The newest that match, then what changes, until `signal` aborts or the reader leaves. */
  watch(signal?: AbortSignal, filter?: ActivityFilter): AsyncGenerator<ActivityEvent, void>;
  overview(signal?: AbortSignal): AsyncGenerator<ActivityOverview, void>;
  query(query: ActivityQuery): ActivityPage;
  totals(range: Pick<ActivityFilter, 'from' | 'to'>): ActivityTotals;
}

const unknown = {
  status: null,
  firstByteMs: null,
  firstTokenMs: null,
  durationMs: null,
  promptTokens: null,
  completionTokens: null,
  tokensPerSecond: null,
};

/** The last requests, without their bodies. `kept` are those of an earlier life of Corral, oldest first. */
export const createActivityLog = (kept: readonly ActivityEntry[] = []): ActivityLog => {
  const entries = new Map(kept.map((entry) => [entry.id, entry]));
  const listeners = new Set<(changed: ActivityEntry | 'cleared') => void>();
  const forgetters = new Set<(id: string) => void>();
  /** The newest, oldest first; some may have been forgotten for another reason. */
  const turnedAway = new Set<string>();
  let lastId = Number(kept.at(-1)?.id ?? 0);
  /** What has a lower id is kept no longer; what has this one may have been forgotten too. */
  let firstId = Number(kept[0]?.id ?? 1);
  let answering = 0;
  let answeringKeyed = 0;
  let running = 0;

  const nextId = () => String(++lastId);
  const tell = (changed: ActivityEntry | 'cleared') => {
    for (const listener of listeners) listener(changed);
  };
  const forget = (id: string) => {
    if (entries.delete(id)) for (const listener of forgetters) listener(id);
  };
  /** By number: a map's own first entry is behind the holes of those that were deleted, thousands of them. */
  const trim = () => {
    const since = Date.now() - keptMs;
    for (; firstId <= lastId; firstId += 1) {
      const entry = entries.get(String(firstId));
      if (entry && entries.size <= MAX_ACTIVITY_ENTRIES && entry.at >= since) return;
      forget(String(firstId));
    }
  };
  const noteTurnedAway = ({ id }: ActivityEntry) => {
    turnedAway.add(id);
    const [oldest] = turnedAway;
    if (turnedAway.size <= MAX_UNAUTHENTICATED_ENTRIES || oldest === undefined) return;
    turnedAway.delete(oldest);
    forget(oldest);
  };
  const add = (entry: ActivityEntry) => {
    entries.set(entry.id, entry);
    if (isUnauthenticated(entry)) noteTurnedAway(entry);
    trim();
    tell(entry);
  };

  for (const entry of kept) if (isUnauthenticated(entry)) noteTurnedAway(entry);
  trim();
  const log: ActivityLog = {
    answering: () => answering,
    answeringKeyed: () => answeringKeyed,
    running: () => running,
    onChange: (listener) => {
      // Its own function, so that a listener given twice is two.
      const told = (changed: ActivityEntry | 'cleared') => listener(changed);
      listeners.add(told);
      return () => {
        listeners.delete(told);
      };
    },
    onEvicted(listener) {
      forgetters.add(listener);
      return () => {
        forgetters.delete(listener);
      };
    },
    begin({ method, path, model, client = playground, key = null }) {
      const started = performance.now();
      const since = () => Math.round((performance.now() - started) * 10) / 10;
      const count = (by: number) => {
        running += by;
        if (method !== 'POST') return;
        answering += by;
        if (key) answeringKeyed += by;
      };
      let entry: ActivityEntry = {
        ...unknown,
        id: nextId(),
        at: Date.now(),
        client: clientLabel(client),
        key: key && { id: key.id, name: key.name },
        direct: false,
        method,
        path: redactPath(path),
        model: shownModel(model),
        outcome: 'running',
      };
      const change = (part: Partial<ActivityEntry>) => {
        if (entry.outcome !== 'running') return;
        const next = { ...entry, ...part };
        entry = { ...next, ...answerSpeed(next) };
        if (entry.outcome !== 'running') count(-1);
        if (entries.has(entry.id)) entries.set(entry.id, entry);
        tell(entry);
      };
      count(1);
      add(entry);
      return {
        answered: (status) => change({ status }),
        firstByte: () => change({ firstByteMs: since() }),
        end: (outcome, { promptTokens, completionTokens }) =>
          change({ outcome, durationMs: since(), promptTokens, completionTokens }),
      };
    },
    addDirect({ at, client, method, path, status, durationMs }) {
      add({
        ...unknown,
        id: nextId(),
        at,
        client,
        key: null,
        direct: true,
        method,
        path: redactPath(path),
        model: null,
        status,
        durationMs,
        outcome: status < 400 ? 'done' : 'failed',
      });
    },
    entries: () => {
      trim();
      return [...entries.values()];
    },
    firstKeptId: () => {
      trim();
      return String(firstId);
    },
    holds: (id) => entries.has(id),
    clear() {
      for (const { id, outcome } of entries.values()) if (outcome !== 'running') entries.delete(id);
      tell('cleared');
    },
    watch: (signal, filter = {}) => watchActivity(log, { filter, ...(signal ? { signal } : {}) }),
    overview: (signal) => watchOverview(log, signal),
    query: (query) => queryActivity(log.entries(), query),
    totals: (range) => totalsOf(log.entries().filter(filterMatcher(range))),
  };
  return log;
};
