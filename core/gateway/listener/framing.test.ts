import { expect, it } from 'vitest';
import { framingFailure } from './framing.ts';

it.each<[string, string, string | undefined, number | null]>([
  ['no body', '1.1', undefined, null],
  ['no body in HTTP/1.0', '1.0', undefined, null],
  ['chunks', '1.1', 'chunked', null],
  ['chunks in capitals', '1.1', 'Chunked', null],
  ['chunks in HTTP/1.0', '1.0', 'chunked', 400],
  ['chunks twice', '1.1', 'chunked, chunked', 400],
  ['a list', '1.1', 'gzip, chunked', 400],
  ['a list with nothing in front', '1.1', ',chunked', 400],
  ['another coding', '1.1', 'identity', 400],
  ['nothing', '1.1', '', 400],
  ['HTTP/2', '2.0', undefined, 505],
  ['HTTP/0.9', '0.9', undefined, 505],
])('the framing of a message with %s', (_what, httpVersion, coding, status) => {
  const headers = coding === undefined ? {} : { 'transfer-encoding': coding };
  expect(framingFailure({ headers, httpVersion })?.status ?? null).toBe(status);
});
