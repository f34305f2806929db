import { LOCALE } from './locale.ts';

const clock = { hourCycle: 'h23', hour: '2-digit', minute: '2-digit' } as const;
const time = new Intl.DateTimeFormat(LOCALE, clock);
const timeWithSeconds = new Intl.DateTimeFormat(LOCALE, { ...clock, second: '2-digit' });
const timeWithMilliseconds = new Intl.DateTimeFormat(LOCALE, {
  ...clock,
  second: '2-digit',
  fractionalSecondDigits: 3,
});
const day = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short' });
const weekday = new Intl.DateTimeFormat(LOCALE, { weekday: 'short' });
const dayAndYear = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', year: 'numeric' });

/** `09:41`. */
export function formatClock(at: number): string {
  return time.format(at);
}

/** `09:41:07`. */
export function formatClockWithSeconds(at: number): string {
  return timeWithSeconds.format(at);
}

/** `09:41:07.250`. */
export function formatClockWithMilliseconds(at: number): string {
  return timeWithMilliseconds.format(at);
}

/** `Thu`. */
export function formatWeekday(at: number): string {
  return weekday.format(at);
}

/** `Today, 09:41`, `Yesterday, 21:08`, `Aug 12, 08:15`, `Aug 12, 2025, 08:15`. */
export function formatDateTime(at: number, now: number): string {
  return `${formatDay(at, now)}, ${formatClock(at)}`;
}

/** `Today`, `Yesterday`, `Aug 12`, `Aug 12, 2025`. */
export function formatDay(at: number, now: number): string {
  const age = daysBetween(at, now);
  if (age === 0) return 'Today';
  if (age === 1) return 'Yesterday';
  return (new Date(at).getFullYear() === new Date(now).getFullYear() ? day : dayAndYear).format(at);
}

/** `09:41 today`, `21:08 yesterday`, `08:15 on Aug 12`: a time within a sentence. */
export function formatClockAndDay(at: number, now: number): string {
  const age = daysBetween(at, now);
  if (age === 0) return `${formatClock(at)} today`;
  return `${formatClock(at)} ${age === 1 ? 'yesterday' : `on ${formatDay(at, now)}`}`;
}

/** `09:41` on the same day, then `21:08 yesterday`, `08:15 on Aug 12`. */
export function formatRecentClock(at: number, now: number): string {
  return daysBetween(at, now) === 0 ? formatClock(at) : formatClockAndDay(at, now);
}

/** Whole days of the local calendar: 0 for today, 1 for yesterday. */
export function daysBetween(at: number, now: number): number {
  return Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000);
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
