import { expect, test } from 'vitest';
import { lineParts } from './line-parts.ts';

test('parses a slog line', () => {
  const text =
    'time=2026-08-21T10:15:30.101+02:00 level=INFO source=routes.go:2008 msg="Listening on \\"x\\"" models=2 a="b c"';
  expect(lineParts({ text })).toEqual({ source: 'routes', message: 'Listening on "x"', rest: 'models=2 a="b c"' });
});

test('parses an access log line', () => {
  const text = '[GIN] 2026/08/21 - 10:15:31 | 200 |      41.291µs |       127.0.0.1 | GET      "/api/version"';
  expect(lineParts({ text })).toEqual({
    source: 'gin',
    message: 'GET "/api/version" 200 in 41.291µs',
    rest: 'client=127.0.0.1',
  });
});

test('keeps any other line unchanged', () => {
  expect(lineParts({ text: 'panic: x' })).toEqual({ source: '', message: 'panic: x', rest: '' });
});
