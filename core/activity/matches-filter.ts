import type { ActivityEntry, ActivityFilter } from '../../contract/activity.ts';

function holds(entry: ActivityEntry, text: string): boolean {
  return `${entry.client}\n${entry.key?.name ?? ''}\n${entry.model ?? ''}\n${entry.method} ${entry.path}\n${entry.status ?? ''}`
    .toLowerCase()
    .includes(text);
}

/** Whether a request is one of those asked for. Each condition that is there has to hold. */
export function filterMatcher(filter: ActivityFilter): (entry: ActivityEntry) => boolean {
  const { key, model, outcome, from, to } = filter;
  const text = (filter.text ?? '').trim().toLowerCase();
  return (entry) =>
    (outcome === undefined || entry.outcome === outcome) &&
    (key === undefined || (entry.key?.id ?? null) === key) &&
    (model === undefined || entry.model === model) &&
    (from === undefined || entry.at >= from) &&
    (to === undefined || entry.at < to) &&
    (text === '' || holds(entry, text));
}
