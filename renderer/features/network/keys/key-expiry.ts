/** How long a new key is valid; `date` takes the day from a field. */
export type KeyExpiry = 'never' | 'month' | 'quarter' | 'year' | 'date';

export const keyExpiries: readonly { readonly value: KeyExpiry; readonly label: string }[] = [
  { value: 'never', label: 'Never' },
  { value: 'month', label: 'In 30 days' },
  { value: 'quarter', label: 'In 90 days' },
  { value: 'year', label: 'In a year' },
  { value: 'date', label: 'On a date…' },
];

/** The end of that day where the person is, `days` and `years` from `now`; milliseconds since the epoch. */
function endOfDay(now: number, { days = 0, years = 0 }): number {
  const day = new Date(now);
  return new Date(day.getFullYear() + years, day.getMonth(), day.getDate() + days + 1).getTime();
}

/** The end of the day `2027-01-31`; null for what isn't a day. */
function endOfDate(date: string): number | null {
  const [year, month, day] = date.split('-').map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  const end = new Date(year, month - 1, day + 1).getTime();
  return Number.isNaN(end) ? null : end;
}

/** When the key ends (null for never), or what is wrong with the date. */
export function expiryTime(
  expiry: KeyExpiry,
  { date, now }: { readonly date: string; readonly now: number },
): { readonly at: number | null } | { readonly problem: string } {
  switch (expiry) {
    case 'never':
      return { at: null };
    case 'month':
      return { at: endOfDay(now, { days: 30 }) };
    case 'quarter':
      return { at: endOfDay(now, { days: 90 }) };
    case 'year':
      return { at: endOfDay(now, { years: 1 }) };
    case 'date': {
      const at = endOfDate(date);
      if (at === null) return { problem: 'Choose a day.' };
      return at <= now ? { problem: 'That day is over. Choose a later one.' } : { at };
    }
  }
}
