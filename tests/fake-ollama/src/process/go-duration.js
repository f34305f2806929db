/** @type {Readonly<Record<string, number>>} */
const UNIT_MS = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** A duration that Go can't parse; the text is Go's. */
export class DurationError extends Error {}

/**
 * A Go duration (`"5m"`, `"1h30m"`) in milliseconds.
 * @param {string} text
 * @throws {DurationError}
 */
function parseGoDuration(text) {
  const sign = text.startsWith('-') ? -1 : 1;
  const body = text.replace(/^[+-]/, '');
  if (body === '0') return 0;
  const parts = [...body.matchAll(/(\d+(?:\.\d*)?|\.\d+)([a-zµ]*)/g)];
  if (parts.length === 0 || parts.map((part) => part[0]).join('') !== body) {
    throw new DurationError(`time: invalid duration ${JSON.stringify(text)}`);
  }
  return sign * parts.reduce((sum, [, amount, unit = '']) => sum + Number(amount) * unitMs(unit, text), 0);
}

/**
 * @param {string} unit
 * @param {string} text the whole duration, for the error
 */
function unitMs(unit, text) {
  if (unit === '') throw new DurationError(`time: missing unit in duration ${JSON.stringify(text)}`);
  const ms = UNIT_MS[unit];
  if (ms === undefined) {
    throw new DurationError(`time: unknown unit ${JSON.stringify(unit)} in duration ${JSON.stringify(text)}`);
  }
  return ms;
}

/**
 * How long a model stays loaded, in milliseconds; Infinity for a negative value. Numbers are seconds, texts Go durations.
 * @param {number | string} value
 * @throws {DurationError}
 */
export function parseKeepAlive(value) {
  const ms = typeof value === 'number' ? value * 1000 : parseGoDuration(value);
  return ms < 0 ? Infinity : ms;
}
