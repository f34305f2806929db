import { describe, expect, test } from 'vitest';
import type { LogLine } from '../../../contract/logs.ts';
import { countLevel, filterLines } from './filter-lines.ts';
import { lineParts } from './line-parts.ts';

const line = (n: number, level: LogLine['level'], text: string): LogLine => ({ n, runId: 'r', at: null, level, text });
const lines = [
  line(1, 'debug', 'loading'),
  line(2, 'request', 'GET /v1/models'),
  line(3, 'raw', 'ggml'),
  line(4, 'warn', 'Model does not fit'),
  line(5, 'error', 'Error: model gone'),
];

describe('filterLines', () => {
  test.each([
    ['all', '', [1, 2, 3, 4, 5]],
    ['info', '', [2, 4, 5]],
    ['warn', '', [4, 5]],
    ['error', '', [5]],
    ['all', ' MODEL ', [2, 4, 5]],
    ['warn', 'fit', [4]],
    ['all', 'nothing like it', []],
  ] as const)('from %s on with %j', (level, text, expected) => {
    expect(filterLines(lines, level, text).map(({ n }) => n)).toEqual(expected);
  });

  test('counts a level exactly', () => {
    expect(countLevel(lines, 'warn')).toBe(1);
  });
});

describe('lineParts', () => {
  test('takes a slog line apart', () => {
    const text =
      'time=2026-08-21T10:15:30.101+02:00 level=INFO source=routes.go:2008 msg="Listening on \\"x\\"" models=2 a="b c"';
    expect(lineParts({ text })).toEqual({ source: 'routes', message: 'Listening on "x"', rest: 'models=2 a="b c"' });
  });

  test('takes an access line apart', () => {
    const text = '[GIN] 2026/08/21 - 10:15:31 | 200 |      41.291µs |       127.0.0.1 | GET      "/api/version"';
    expect(lineParts({ text })).toEqual({
      source: 'gin',
      message: 'GET "/api/version" 200 in 41.291µs',
      rest: 'client=127.0.0.1',
    });
  });

  test('shows any other line as it is', () => {
    expect(lineParts({ text: 'panic: x' })).toEqual({ source: '', message: 'panic: x', rest: '' });
  });
});
