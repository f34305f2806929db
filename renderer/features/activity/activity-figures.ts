import { formatCount, formatOneDigit } from '../../../contract/derived/format/format-number.ts';
import { formatClock, formatClockWithSeconds, formatWeekday } from '../../../contract/derived/format/format-time.ts';

/** Shown for a figure that is unknown. */
export const UNKNOWN_FIGURE = '–';

/** `1,204`. */
export function countOrUnknown(value: number | null): string {
  return value === null ? UNKNOWN_FIGURE : formatCount(value);
}

/** `0.31 s`, `42 s`, `3 m 05 s`: of one width in a column. */
export function seconds(ms: number | null): string {
  if (ms === null) return UNKNOWN_FIGURE;
  if (ms < 9_995) return `${(ms / 1000).toFixed(2)} s`;
  const rounded = Math.round(ms / 1000);
  if (rounded < 60) return `${rounded} s`;
  return `${Math.floor(rounded / 60)} m ${String(rounded % 60).padStart(2, '0')} s`;
}

/** `33.8`. */
export function speed(value: number | null): string {
  return value === null ? UNKNOWN_FIGURE : formatOneDigit(value);
}

/** `15:53:08` for a time of today, `Thu 15:53` for one of an earlier day. */
export function timeOfWeek(at: number, midnight: number): string {
  return at >= midnight ? formatClockWithSeconds(at) : `${formatWeekday(at)} ${formatClock(at)}`;
}
