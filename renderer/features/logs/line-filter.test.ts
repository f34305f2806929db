import { expect, test } from 'vitest';
import { isShown, searchPattern } from './line-filter.ts';
import { lineNumbers, mixedLines } from './testing/log-line-fixture.ts';

test.each([
  ['all', 'all', [1, 2, 3, 4, 5]],
  ['info', 'all', [2, 4, 5]],
  ['warn', 'all', [4, 5]],
  ['error', 'all', [5]],
  ['all', 'server', [1, 2, 3, 5]],
  ['warn', 'corral', [4]],
] as const)('from level %s on, of source %s', (level, source, expected) => {
  expect(lineNumbers(mixedLines.filter((each) => isShown(each, { level, source })))).toEqual(expected);
});

test('a search matches literally and ignores case', () => {
  expect(searchPattern(' [a.b ')?.test('x [A.B')).toBe(true);
  expect(searchPattern('a.b')?.test('aXb')).toBe(false);
  expect(searchPattern('  ')).toBe(null);
});
