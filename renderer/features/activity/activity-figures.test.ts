import { expect, test } from 'vitest';
import { seconds, timeOfWeek } from './activity-figures.ts';

test.each([
  [null, '–'],
  [0, '0.00 s'],
  [314, '0.31 s'],
  [9_990, '9.99 s'],
  [9_996, '10 s'],
  [42_400, '42 s'],
  [59_600, '1 m 00 s'],
  [185_000, '3 m 05 s'],
])('%s milliseconds are %s', (ms, expected) => {
  expect(seconds(ms)).toBe(expected);
});

test('a time before today includes its day', () => {
  const midnight = new Date(2026, 7, 21).getTime();
  expect(timeOfWeek(midnight + 57_188_000, midnight)).toBe('15:53:08');
  expect(timeOfWeek(midnight - 1, midnight)).toBe('Thu 23:59');
});
