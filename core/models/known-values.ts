import { z } from 'zod';

/** What Ollama writes where a model's file doesn't say (`general.file_type`, `general.parameter_count`): no value of its own. */
const NO_VALUE = /^(?:unknown|none|null|undefined|n\/?a|-+|\?+|0+(?:\.0+)?\s?[kmbt]?)$/i;

function numberIn(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value.trim()) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number > 0 ? number : null;
}

/** A number that is known. Go writes 0 for one that it doesn't know; some fields are digits in a string. */
export const knownNumber = z.unknown().optional().transform(numberIn);

/** The same where the contract has 0 for what isn't known. */
export const numberOrZero = z
  .unknown()
  .optional()
  .transform((value) => numberIn(value) ?? 0);

/** A text that says something. */
export const knownText = z
  .unknown()
  .optional()
  .transform((value) => {
    const text = typeof value === 'string' ? value.trim() : '';
    return text === '' || NO_VALUE.test(text) ? null : text;
  });

/** Milliseconds since 1970; null for what isn't a date, and for Go's zero time, which is in the year 1. */
export function knownTime(value: unknown): number | null {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return time > 0 ? time : null;
}
