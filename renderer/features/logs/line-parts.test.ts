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

test.each([
  ['2025/02/11 14:24:45 routes.go:1187: INFO server config env="map[A:]"', 'routes', 'server config env="map[A:]"'],
  ['2023/12/05 09:09:41 routes.go:787: Listening on 127.0.0.1:11434 (version 0.1.13)', 'routes', /^Listening on/],
  ['2025/02/11 14:24:45 http: TLS handshake error', '', 'http: TLS handshake error'],
])('parses a line of Ollama 0.5 and earlier: %s', (text, source, message) => {
  const parts = lineParts({ text });
  expect(parts.source).toBe(source);
  expect(parts.message).toMatch(message);
});
