import { expect, it } from 'vitest';
import { restartDelayMs } from './restart-delay.ts';

it.each([
  [[0], 0],
  [[0, 1], 0],
  [[0, 1, 2], 250],
  [[0, 1, 2, 3], 500],
  [[0, 1, 2, 3, 4], 1_000],
  [[0, 1, 2, 3, 4, 5], 2_000],
  [Array.from({ length: 20 }, (_, n) => n * 400), 2_000],
  [[0, 1, 2, 3, 4, 20_000], 0],
  [[0, 1, 20_000, 20_001, 20_002], 250],
])('after deaths at %j the next worker starts in %i ms', (deaths, delayMs) => {
  expect(restartDelayMs(deaths)).toBe(delayMs);
});
