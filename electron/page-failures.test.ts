import { expect, it } from 'vitest';
import { countFailure, isFailedPage, isOrdinaryEnd } from './page-failures.ts';

it.each<[what: string, recent: readonly number[], now: number, remedy: string, left: number]>([
  ['the first', [], 0, 'reload', 1],
  ['a second right after it', [0], 1, 'reload', 2],
  ['a third within a minute', [0, 30_000], 59_999, 'ask', 3],
  ['a third after a minute', [0, 30_000], 60_000, 'reload', 2],
  ['one more after the question', [0, 1, 2], 3, 'ask', 4],
  ['one much later', [0, 1, 2], 1_000_000, 'reload', 1],
])('%s failure', (_what, recent, now, remedy, left) => {
  const counted = countFailure(recent, now);
  expect([counted.remedy, counted.recent.length]).toEqual([remedy, left]);
});

it.each([
  ['clean-exit', true],
  ['crashed', false],
  ['killed', false],
  ['oom', false],
  ['abnormal-exit', false],
  ['launch-failed', false],
  ['integrity-failure', false],
  ['memory-eviction', false],
  ['a reason that Chromium adds one day', false],
])('a process that ended with %s: ordinary is %s', (reason, isOrdinary) => {
  expect(isOrdinaryEnd(reason)).toBe(isOrdinary);
});

it.each([
  ['nothing listens', -102, true, true],
  ['no such scheme', -301, true, true],
  ['replaced by another load', -3, true, false],
  ['of a frame', -102, false, false],
])('a load that failed, %s', (_what, code, isMainFrame, isFailed) => {
  expect(isFailedPage(code, isMainFrame)).toBe(isFailed);
});
