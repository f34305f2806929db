import { formatClock, formatDateTime, formatDay } from '../../../contract/derived/format/format-time.ts';

interface ClockOptions {
  readonly now: number;
  /** A word before a time of today. */
  readonly clock?: string;
}

/** `15:52` for a time of today, `yesterday, 15:52` or `12 Aug, 15:52` for one before; the page may be open for days. */
export function clockOrDay(at: number, { now, clock = '' }: ClockOptions): string {
  if (formatDay(at, now) === 'Today') return `${clock} ${formatClock(at)}`.trim();
  return formatDateTime(at, now).replace(/^Y/, 'y');
}
