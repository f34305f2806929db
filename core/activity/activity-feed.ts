import { setTimeout as delay } from 'node:timers/promises';
import type { ActivityEntry, ActivityEvent, ActivityFilter, ActivityOverview } from '../../contract/activity.ts';
import { ACTIVITY_PAGE_SIZE } from '../../contract/derived/limits.ts';
import { cancelableStream } from '../async/cancelable-stream.ts';
import { createNotifier } from '../async/notifier.ts';
import type { ActivityLog } from './activity-log.ts';
import { filterMatcher } from './matches-filter.ts';
import { overviewOf } from './sum-activity.ts';

/** Changes within so many milliseconds are sent together. */
const BATCH_WINDOW_MS = 100;
const OVERVIEW_INTERVAL_MS = 1_000;
/** So that the minutes move on when nothing else changes. */
const OVERVIEW_RECHECK_MS = 10_000;

type Source = Pick<ActivityLog, 'entries' | 'onChange' | 'onEvicted' | 'has'>;

export interface WatchOptions {
  readonly filter: ActivityFilter;
  readonly signal?: AbortSignal;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return delay(ms, undefined, { signal, ref: false }).catch(() => undefined);
}

/** The newest that match, then what changes, until the signal aborts or the reader returns. */
export function watchActivity(
  log: Source,
  { filter, signal: reader }: WatchOptions,
): AsyncGenerator<ActivityEvent, void> {
  const matches = filterMatcher(filter);
  return cancelableStream(async function* feed(signal): AsyncGenerator<ActivityEvent, void> {
    const changed = new Map<string, ActivityEntry>();
    const evicted = new Set<string>();
    let isReset = true;
    const notifier = createNotifier(signal);
    const unsubscribe = log.onChange((entry) => {
      if (entry === 'cleared') isReset = true;
      else changed.set(entry.id, entry);
      notifier.notify();
    });
    const unsubscribeEvicted = log.onEvicted((id) => {
      evicted.add(id);
      notifier.notify();
    });
    try {
      do {
        const matching = log.entries().filter(matches);
        const retained = [...changed.values()].filter(({ id }) => log.has(id));
        const unmatched = retained.filter((entry) => !matches(entry)).map(({ id }) => id);
        const removed = isReset ? [] : [...unmatched, ...evicted];
        const entries = isReset ? matching.slice(-ACTIVITY_PAGE_SIZE) : retained.filter(matches);
        const reset = isReset;
        isReset = false;
        changed.clear();
        evicted.clear();
        yield { reset, entries, removed, total: matching.length };
        if (!reset) await pause(BATCH_WINDOW_MS, signal);
      } while (await notifier.wait());
    } finally {
      unsubscribe();
      unsubscribeEvicted();
      notifier.close();
    }
  }, reader);
}

/** The figures above the table, at once and whenever they change. */
export function watchOverview(log: Source, reader?: AbortSignal): AsyncGenerator<ActivityOverview, void> {
  return cancelableStream(async function* feed(signal): AsyncGenerator<ActivityOverview, void> {
    const notifier = createNotifier(signal);
    const unsubscribe = log.onChange(notifier.notify);
    const timer = setInterval(notifier.notify, OVERVIEW_RECHECK_MS).unref();
    try {
      do {
        yield overviewOf(log.entries(), Date.now());
        await pause(OVERVIEW_INTERVAL_MS, signal);
      } while (await notifier.wait());
    } finally {
      clearInterval(timer);
      unsubscribe();
      notifier.close();
    }
  }, reader);
}
