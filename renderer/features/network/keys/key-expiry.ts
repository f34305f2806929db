import { keysText } from '../../../../contract/derived/catalog/en/keys.ts';

/** How long a new key is valid; `date` takes the day from a field. */
export type KeyExpiry = 'never' | 'month' | 'quarter' | 'year' | 'date';

export const KEY_EXPIRIES: readonly KeyExpiry[] = ['never', 'month', 'quarter', 'year', 'date'];

/** When the key expires (the end of a day in the local time zone, null for never), or why the date isn't valid. */
export function expiryTime(
  expiry: KeyExpiry,
  { date, now }: { readonly date: string; readonly now: number },
): { readonly at: number | null } | { readonly problem: string } {
  switch (expiry) {
    case 'never':
      return { at: null };
    case 'month':
      return { at: endOfDayAfter(now, { days: 30 }) };
    case 'quarter':
      return { at: endOfDayAfter(now, { days: 90 }) };
    case 'year':
      return { at: endOfDayAfter(now, { years: 1 }) };
    case 'date': {
      const at = endOfDate(date);
      if (at === null) return { problem: keysText('form.missingDate') };
      return at <= now ? { problem: keysText('form.pastDate') } : { at };
    }
  }
}

/** The end of the local day `days` and `years` after `now`, in milliseconds since the epoch. */
function endOfDayAfter(now: number, { days = 0, years = 0 }): number {
  const day = new Date(now);
  return new Date(day.getFullYear() + years, day.getMonth(), day.getDate() + days + 1).getTime();
}

/** The end of the local day `2027-01-31`; null for text that isn't a date. */
function endOfDate(date: string): number | null {
  const [year, month, day] = date.split('-').map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  const end = new Date(year, month - 1, day + 1).getTime();
  return Number.isNaN(end) ? null : end;
}
