import { LOCALE } from './locale.ts';

const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** `1,234`. */
export function formatCount(value: number): string {
  return whole.format(value);
}

/** `12.3`, `1,234.0`. */
export function formatOneDigit(value: number): string {
  return oneDigit.format(value);
}
