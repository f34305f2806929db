/** A text that was read: its value, or what is wrong with it as a sentence that says what to enter. */
export type Parsed<T> = { readonly value: T } | { readonly problem: string };

export interface NumberRule {
  readonly min: number;
  readonly max: number;
  /** `count` is a whole number that may be grouped (`16,384`), `id` one that may not, such as a port. */
  readonly kind: 'count' | 'id' | 'decimal';
}

/** ASCII digits only. No sign, exponent, or other base: whoever types one means something that isn't sent. */
const NOTATION: Readonly<Record<NumberRule['kind'], RegExp>> = {
  // Groups of three behind one kind of separator, never a period: 16.384 is a whole number only to some.
  count: /^(?:\d+|\d{1,3}([, \u00a0\u202f])\d{3}(?:\1\d{3})*)$/,
  id: /^\d+$/,
  // A decimal comma counts as a point. `0.` is on its way to `0.7`.
  decimal: /^(?:\d+[.,]?\d*|[.,]\d+)$/,
};

/** Reads a number as a person types it; an empty text is null. `problem` says what to enter instead of anything else. */
export function parseNumber(text: string, rule: NumberRule, problem: string): Parsed<number | null> {
  const typed = text.trim();
  if (typed === '') return { value: null };
  if (!NOTATION[rule.kind].test(typed)) return { problem };
  const value = Number(rule.kind === 'decimal' ? typed.replace(',', '.') : typed.replace(/\D/g, ''));
  return value >= rule.min && value <= rule.max ? { value } : { problem };
}

/** A number as a person would type it, and as `parseNumber` reads it: without an exponent. Empty for null. */
export function numberText(value: number | null): string {
  return value === null ? '' : value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 });
}
