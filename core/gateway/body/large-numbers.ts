import { randomUUID } from 'node:crypto';

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const WHOLE = /^-?\d+$/;

/** Whether JavaScript reads another number from that text: whole ones beyond 2^53 are rounded, and `1e400` is none at all. */
export function isTooLarge(text: string): boolean {
  const read = Number(text);
  return NUMBER.test(text) && (!Number.isFinite(read) || (WHOLE.test(text) && !Number.isSafeInteger(read)));
}

export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/**
 * JSON text with a string instead of each of those numbers, and the way back. A reviver that is told each value's text would
 * do too, but takes twenty times as long for a body full of numbers.
 */
export function maskLargeNumbers(text: string, ranges: readonly TextRange[]) {
  const mark = randomUUID();
  const numbers = ranges.map(({ from, to }) => text.slice(from, to));
  const pieces = ranges.map(({ from }, i) => `${text.slice(ranges[i - 1]?.to ?? 0, from)}"${mark} ${i}"`);
  return {
    text: pieces.join('') + text.slice(ranges.at(-1)?.to ?? 0),
    restore: (json: string): string =>
      json.replace(new RegExp(`"${mark} (\\d+)"`, 'g'), (_all, i) => numbers[Number(i)] ?? 'null'),
  };
}
