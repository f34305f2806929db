import type {
  ActivityEntry,
  ActivityEvent,
  ActivityFilter,
  ActivityOverview,
  ActivityPage,
  ActivityQuery,
  ActivityTotals,
  GatewayErrorType,
} from '../../contract/activity.ts';
import { createListeners } from '../async/listeners.ts';
import { watchActivity, watchOverview } from './activity-feed.ts';
import { filterMatcher } from './matches-filter.ts';
import { queryActivity } from './query-activity.ts';
import {
  createModelRedactor,
  type DirectRequest,
  directEntry,
  type EndpointOf,
  type RequestStart,
  startedEntry,
  type TimedRequest,
} from './request-entry.ts';
import { responseSpeed } from './response-speed.ts';
import { createRetainedRequests } from './retained-requests.ts';
import { totalsOf } from './sum-activity.ts';
import { timedRecord } from './timed-record.ts';

export interface TokenUsage {
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
}

export const NO_USAGE: TokenUsage = { promptTokens: null, completionTokens: null };

/** One request in progress; each call is reported to the listeners. */
export interface ActivityRecord {
  /** @param errorType of an error that Corral itself responds with */
  setStatus(status: number, errorType?: GatewayErrorType | null): void;
  firstByte(): void;
  /** Only the first call counts. */
  end(outcome: 'done' | 'canceled' | 'failed', usage: TokenUsage): void;
}

/** What has become known of a request since it arrived. */
export type RequestProgress = Partial<
  Pick<
    ActivityEntry,
    'status' | 'errorType' | 'firstByteMs' | 'outcome' | 'durationMs' | 'promptTokens' | 'completionTokens'
  >
>;

/** Reports more of what is known of a request; nothing changes once it is over. */
export type ReportProgress = (progress: RequestProgress) => void;

export interface ActivityLog {
  /** Requests in progress through Corral, of any kind. */
  activeRequests(): number;
  /** Those of them that generate something. */
  activeResponses(): number;
  /** Those of them that were sent with a key. */
  activeKeyedResponses(): number;
  /** Calls `listener` with each new or changed request, and when all were cleared; the returned function ends it. */
  onChange(listener: (changed: ActivityEntry | 'cleared') => void): () => void;
  /** Calls `listener` with the id of each request that is no longer kept, except when all are cleared; the returned function ends it. */
  onEvicted(listener: (id: string) => void): () => void;
  begin(request: RequestStart): ActivityRecord;
  /** Adds a request, with what is known of it by now. */
  add(request: TimedRequest, known: RequestProgress): ReportProgress;
  addDirect(request: DirectRequest): void;
  /** Oldest first. */
  entries(): readonly ActivityEntry[];
  /** A request with a lower id is no longer kept. */
  firstId(): string;
  /** Whether that request is still kept. */
  has(id: string): boolean;
  /** Removes every request but those in progress. */
  clear(): void;
  /** The newest that match, then what changes, until `signal` aborts or the reader returns. */
  watch(signal?: AbortSignal, filter?: ActivityFilter): AsyncGenerator<ActivityEvent, void>;
  overview(signal?: AbortSignal): AsyncGenerator<ActivityOverview, void>;
  query(query: ActivityQuery): ActivityPage;
  totals(range: Pick<ActivityFilter, 'from' | 'to'>): ActivityTotals;
}

export interface ActivityLogOptions {
  readonly endpointOf: EndpointOf;
  /** Requests from earlier runs of Corral, oldest first. */
  readonly stored?: readonly ActivityEntry[];
}

/** The numbers of requests in progress. */
function createActiveCounts() {
  const counts = { requests: 0, responses: 0, keyedResponses: 0 };
  return {
    counts,
    /** @param change 1 when a request begins, -1 when it ends */
    add({ method, key }: ActivityEntry, change: 1 | -1): void {
      counts.requests += change;
      if (method !== 'POST') return;
      counts.responses += change;
      if (key) counts.keyedResponses += change;
    },
  };
}

function withProgress(entry: ActivityEntry, progress: RequestProgress): ActivityEntry {
  const next = { ...entry, ...progress };
  return { ...next, ...responseSpeed(next) };
}

/** The latest requests, without their bodies. */
export function createActivityLog({ endpointOf, stored = [] }: ActivityLogOptions): ActivityLog {
  const changes = createListeners<ActivityEntry | 'cleared'>();
  const evictions = createListeners<string>();
  const requests = createRetainedRequests({ stored, onEvicted: evictions.notify });
  const active = createActiveCounts();
  const redactModel = createModelRedactor();
  let lastId = Number(stored.at(-1)?.id ?? 0);

  const nextId = () => String(++lastId);
  const add = (entry: ActivityEntry): void => {
    requests.add(entry);
    changes.notify(entry);
  };
  const addTimed = (request: TimedRequest, known: RequestProgress): ReportProgress => {
    let entry = withProgress(startedEntry(request, { id: nextId(), endpointOf, redactModel }), known);
    if (entry.outcome === 'running') active.add(entry, 1);
    add(entry);
    return (progress) => {
      if (entry.outcome !== 'running') return;
      entry = withProgress(entry, progress);
      if (entry.outcome !== 'running') active.add(entry, -1);
      requests.update(entry);
      changes.notify(entry);
    };
  };

  const log: ActivityLog = {
    activeRequests: () => active.counts.requests,
    activeResponses: () => active.counts.responses,
    activeKeyedResponses: () => active.counts.keyedResponses,
    onChange: changes.add,
    onEvicted: evictions.add,
    begin: (request) => timedRecord((at) => addTimed({ ...request, at }, {})),
    add: addTimed,
    addDirect: (request) => add(directEntry(request, { id: nextId(), endpointOf })),
    entries: requests.entries,
    firstId: requests.firstId,
    has: requests.has,
    clear() {
      requests.clear();
      changes.notify('cleared');
    },
    watch: (signal, filter = {}) => watchActivity(log, { filter, ...(signal ? { signal } : {}) }),
    overview: (signal) => watchOverview(log, signal),
    query: (query) => queryActivity(log.entries(), query),
    totals: (range) => totalsOf(log.entries().filter(filterMatcher(range))),
  };
  return log;
}
