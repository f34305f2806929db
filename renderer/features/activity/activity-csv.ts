import type { ActivityEntry } from '../../../contract/activity.ts';

type Value = string | number | null;

const columns: Readonly<Record<string, (entry: ActivityEntry) => Value>> = {
  time: ({ at }) => new Date(at).toISOString(),
  caller: ({ client }) => client,
  direct: ({ direct }) => (direct ? 'yes' : 'no'),
  key: ({ key }) => key?.name ?? null,
  model: ({ model }) => model,
  method: ({ method }) => method,
  endpoint: ({ path }) => path,
  status: ({ status }) => status,
  outcome: ({ outcome }) => outcome,
  first_token_ms: ({ firstTokenMs }) => firstTokenMs,
  duration_ms: ({ durationMs }) => durationMs,
  tokens_in: ({ promptTokens }) => promptTokens,
  tokens_out: ({ completionTokens }) => completionTokens,
  tokens_per_second: ({ tokensPerSecond }) => tokensPerSecond && Math.round(tokensPerSecond * 10) / 10,
};

/** Clients choose some of these texts, so one that a spreadsheet would evaluate as a formula is prefixed with an apostrophe. */
function field(value: Value): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const escaped = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(escaped) ? `"${escaped.replaceAll('"', '""')}"` : escaped;
}

function line(values: readonly Value[]): string {
  return `${values.map(field).join(',')}\r\n`;
}

/** The requests as CSV (RFC 4180) with a header row. Times are UTC. */
export function csvOf(entries: readonly ActivityEntry[]): string {
  return [Object.keys(columns), ...entries.map((entry) => Object.values(columns).map((column) => column(entry)))]
    .map(line)
    .join('');
}
