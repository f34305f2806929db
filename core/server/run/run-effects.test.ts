import { expect, test } from 'vitest';
import { startupTimeoutMs } from './run-effects.ts';

test.each([
  ['a launched server gets its whole time', { adopted: false, startedAt: 0 }, 120_000],
  ['an adopted one what is left of it', { adopted: true, startedAt: 95_000 }, 115_000],
  ['as long ago as it was launched', { adopted: true, startedAt: 0 }, 20_000],
  ['but at least ten seconds', { adopted: true, startedAt: -1_000_000 }, 10_000],
])('%s', (_what, launched, expected) => {
  expect(startupTimeoutMs(launched, 120_000, 100_000)).toBe(expected);
});
