import { LOCALE } from './locale.ts';

const list = new Intl.ListFormat(LOCALE, { type: 'conjunction' });

/** `A`, `A and B`, `A, B, and C`. */
export function formatList(items: readonly string[]): string {
  return list.format(items);
}
