import type { ActivityEntry, ActivityPage, ActivityQuery } from '../../contract/activity.ts';
import { filterMatcher } from './matches-filter.ts';

/** A page of the matching requests, newest first. `entries` are oldest first. */
export function queryActivity(
  entries: readonly ActivityEntry[],
  { before, limit, ...filter }: ActivityQuery,
): ActivityPage {
  const matches = filterMatcher(filter);
  const end = before === undefined ? Number.POSITIVE_INFINITY : Number(before);
  const matching = entries.filter((entry) => Number(entry.id) < end && matches(entry));
  return { entries: matching.slice(-limit).reverse(), more: matching.length > limit };
}
