import { daysBetween, formatClock, formatDay } from '../../../contract/derived/format/format-time.ts';

/** `40K`, `128K`, `512`: a context length in tokens, as short as a column needs it. */
export function formatContext(tokens: number): string {
  return tokens >= 1024 ? `${Math.round(tokens / 1024)}K` : String(tokens);
}

/** `09:41` for today, otherwise the day. */
export function formatShortDate(at: number, now: number): string {
  return daysBetween(at, now) === 0 ? formatClock(at) : formatDay(at, now);
}
