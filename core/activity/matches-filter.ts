import type { ActivityEntry, ActivityFilter } from '../../contract/activity.ts';

function contains(entry: ActivityEntry, text: string): boolean {
  const searched = `${entry.client}\n${entry.key?.name ?? ''}\n${entry.model ?? ''}\n${entry.method} ${entry.path}\n${entry.status ?? ''}`;
  return searched.toLowerCase().includes(text);
}

/** Whether a request matches all conditions of a filter. */
export function filterMatcher(filter: ActivityFilter): (entry: ActivityEntry) => boolean {
  const { key, model, outcome, from, to } = filter;
  const text = (filter.text ?? '').trim().toLowerCase();
  return (entry) =>
    (outcome === undefined || entry.outcome === outcome) &&
    (key === undefined || (entry.key?.id ?? null) === key) &&
    (model === undefined || entry.model === model) &&
    (from === undefined || entry.at >= from) &&
    (to === undefined || entry.at < to) &&
    (text === '' || contains(entry, text));
}
