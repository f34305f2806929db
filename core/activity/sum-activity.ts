import type { ActivityEntry, ActivityOverview, ActivitySum, ActivityTotals } from '../../contract/activity.ts';

const MINUTE_MS = 60_000;
const OVERVIEW_MINUTES = 60;

type Sum = { -readonly [Name in keyof ActivitySum]: number };

function emptySum(): Sum {
  return { requests: 0, errors: 0, promptTokens: 0, completionTokens: 0 };
}

function add(sum: Sum, entry: ActivityEntry): void {
  sum.requests += 1;
  if (entry.outcome === 'failed') sum.errors += 1;
  sum.promptTokens += entry.promptTokens ?? 0;
  sum.completionTokens += entry.completionTokens ?? 0;
}

function tokensOf({ promptTokens, completionTokens }: Sum): number {
  return promptTokens + completionTokens;
}

/** One sum for each group; `groupOf` tells which group a request belongs to, `labelOf` how the group is shown. */
function sumBy<Label>(
  entries: readonly ActivityEntry[],
  groupOf: (entry: ActivityEntry) => string,
  { labelOf }: { readonly labelOf: (entry: ActivityEntry) => Label },
): (Label & Sum)[] {
  const groups = new Map<string, Label & Sum>();
  // Newest first, so that a key has its latest name.
  for (const entry of entries.toReversed()) {
    const id = groupOf(entry);
    const group = groups.get(id) ?? { ...labelOf(entry), ...emptySum() };
    groups.set(id, group);
    add(group, entry);
  }
  return [...groups.values()].sort((one, other) => tokensOf(other) - tokensOf(one) || other.requests - one.requests);
}

function dayOf(at: number): string {
  const date = new Date(at);
  const twoDigits = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
}

/** Requests, errors, and tokens by key, model, and local day. `entries` are oldest first. */
export function totalsOf(entries: readonly ActivityEntry[]): ActivityTotals {
  const all = emptySum();
  for (const entry of entries) add(all, entry);
  const byDay = sumBy(entries, ({ at }) => dayOf(at), { labelOf: ({ at }) => ({ day: dayOf(at) }) });
  return {
    all,
    byKey: sumBy(entries, ({ key }) => key?.id ?? '', { labelOf: ({ key }) => ({ key }) }),
    byModel: sumBy(entries, ({ model }) => model ?? '', { labelOf: ({ model }) => ({ model }) }),
    byDay: byDay.sort((one, other) => other.day.localeCompare(one.day)),
  };
}

/** The figures above the table. `entries` are oldest first, `now` is milliseconds since the epoch. */
export function overviewOf(entries: readonly ActivityEntry[], now: number): ActivityOverview {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  const thisMinute = Math.floor(now / MINUTE_MS);
  const minutes = Array.from({ length: OVERVIEW_MINUTES }, (_, index) => ({
    at: (thisMinute - OVERVIEW_MINUTES + 1 + index) * MINUTE_MS,
    requests: 0,
    tokens: 0,
  }));
  const today = emptySum();
  const models = new Set<string>();
  const keys = new Map<string, NonNullable<ActivityEntry['key']>>();
  let running = 0;
  for (const entry of entries) {
    if (entry.outcome === 'running') running += 1;
    if (entry.at >= midnight) add(today, entry);
    if (entry.model !== null) models.add(entry.model);
    if (entry.key) keys.set(entry.key.id, entry.key);
    const minute = minutes[Math.floor(entry.at / MINUTE_MS) - thisMinute + OVERVIEW_MINUTES - 1];
    if (!minute) continue;
    minute.requests += 1;
    minute.tokens += (entry.promptTokens ?? 0) + (entry.completionTokens ?? 0);
  }
  const byName = [...keys.values()].sort((one, other) => one.name.localeCompare(other.name));
  return { running, today, minutes, models: [...models].sort((one, other) => one.localeCompare(other)), keys: byName };
}
