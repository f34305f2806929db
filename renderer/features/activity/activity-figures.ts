const oneDigit = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat('en-GB');
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const weekdayAndClock = new Intl.DateTimeFormat('en-GB', { weekday: 'short', hour: '2-digit', minute: '2-digit' });

/** What stands for a figure that isn't known. */
export const unknownFigure = '–';

/** `1,204`. */
export function count(value: number | null): string {
  return value === null ? unknownFigure : whole.format(value);
}

/** `0.31 s`, `42 s`, `3 m 05 s`. */
export function seconds(ms: number | null): string {
  if (ms === null) return unknownFigure;
  if (ms < 9_995) return `${(ms / 1000).toFixed(2)} s`;
  const rounded = Math.round(ms / 1000);
  if (rounded < 60) return `${rounded} s`;
  return `${Math.floor(rounded / 60)} m ${String(rounded % 60).padStart(2, '0')} s`;
}

/** `33.8`. */
export function speed(value: number | null): string {
  return value === null ? unknownFigure : oneDigit.format(value);
}

/** `15:53:08` for a time of today, `Thu 15:53` for one of the days before. */
export function timeOfWeek(at: number, midnight: number): string {
  return at >= midnight ? clock.format(at) : weekdayAndClock.format(at).replace(',', '');
}

/** `1 request`, `1,284 requests`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}
