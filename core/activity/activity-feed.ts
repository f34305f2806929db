import { setTimeout as delay } from 'node:timers/promises';
import type { ActivityEntry, ActivityEvent, ActivityFilter, ActivityOverview } from '../../contract/activity.ts';
import { ACTIVITY_PAGE_SIZE } from '../../contract/derived/limits.ts';
import { cancelableStream } from '../async/cancelable-stream.ts';
import { createNotifier } from '../async/notifier.ts';
import type { ActivityLog } from './activity-log.ts';
import { filterMatcher } from './matches-filter.ts';
import { overviewOf } from './sum-activity.ts';

/** Entries that change sooner after one another than this, in milliseconds, travel together. */
const batchWindowMs = 100;
const overviewEveryMs = 1_000;
/** So that a quiet minute moves on too. */
const recheckDelayMs = 10_000;

type Source = Pick<ActivityLog, 'entries' | 'onChange' | 'onEvicted' | 'holds'>;

export interface WatchOptions {
  readonly filter: ActivityFilter;
  readonly signal?: AbortSignal;
}

function pause(ms: number, signal: AbortSignal) {
  return delay(ms, undefined, { signal, ref: false }).catch(() => undefined);
}

/** The newest that match, then what changes, until the signal aborts or the reader leaves. */
export function watchActivity(log: Source, { filter, signal: reader }: WatchOptions) {
  const matches = filterMatcher(filter);
  return cancelableStream(async function* feed(signal): AsyncGenerator<ActivityEvent, void> {
    const changed = new Map<string, ActivityEntry>();
    const forgotten = new Set<string>();
    let begin = true;
    const notifier = createNotifier(signal);
    const forget = log.onChange((entry) => {
      if (entry === 'cleared') begin = true;
      else changed.set(entry.id, entry);
      notifier.notify();
    });
    const forgetForgotten = log.onEvicted((id) => {
      forgotten.add(id);
      notifier.notify();
    });
    try {
      do {
        const matching = log.entries().filter(matches);
        const news = [...changed.values()].filter(({ id }) => log.holds(id));
        const unmatched = news.filter((entry) => !matches(entry)).map(({ id }) => id);
        const removed = begin ? [] : [...unmatched, ...forgotten];
        const entries = begin ? matching.slice(-ACTIVITY_PAGE_SIZE) : news.filter(matches);
        const reset = begin;
        begin = false;
        changed.clear();
        forgotten.clear();
        yield { reset, entries, removed, total: matching.length };
        if (!reset) await pause(batchWindowMs, signal);
      } while (await notifier.wait());
    } finally {
      forget();
      forgetForgotten();
      notifier.close();
    }
  }, reader);
}

/** The figures above the table, at once and again as they change. */
export function watchOverview(log: Source, reader?: AbortSignal) {
  return cancelableStream(async function* feed(signal): AsyncGenerator<ActivityOverview, void> {
    const notifier = createNotifier(signal);
    const forget = log.onChange(notifier.notify);
    const timer = setInterval(notifier.notify, recheckDelayMs).unref();
    try {
      do {
        yield overviewOf(log.entries(), Date.now());
        await pause(overviewEveryMs, signal);
      } while (await notifier.wait());
    } finally {
      clearInterval(timer);
      forget();
      notifier.close();
    }
  }, reader);
}
