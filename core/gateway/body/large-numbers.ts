import { randomUUID } from 'node:crypto';

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const INTEGER = /^-?\d+$/;

/** Whether JavaScript would parse that number as another one: integers beyond 2^53 are rounded, and `1e400` becomes infinite. */
export function isInexact(text: string): boolean {
  const parsed = Number(text);
  return NUMBER.test(text) && (!Number.isFinite(parsed) || (INTEGER.test(text) && !Number.isSafeInteger(parsed)));
}

export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/**
 * JSON text with a string in place of each of those numbers, and a function that puts them back. A reviver with source text
 * access would do too, but takes twenty times as long for a body full of numbers.
 */
export function maskLargeNumbers(
  text: string,
  ranges: readonly TextRange[],
): { readonly text: string; readonly restore: (json: string) => string } {
  const mask = randomUUID();
  const numbers = ranges.map(({ from, to }) => text.slice(from, to));
  const pieces = ranges.map(({ from }, i) => `${text.slice(ranges[i - 1]?.to ?? 0, from)}"${mask} ${i}"`);
  return {
    text: pieces.join('') + text.slice(ranges.at(-1)?.to ?? 0),
    restore: (json) => json.replace(new RegExp(`"${mask} (\\d+)"`, 'g'), (_all, i) => numbers[Number(i)] ?? 'null'),
  };
}
