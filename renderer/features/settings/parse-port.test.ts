import { expect, test } from 'vitest';
import { parsePort } from './parse-port.ts';

test.each([
  ['', { port: null }],
  ['1024', { port: 1024 }],
  ['65535', { port: 65_535 }],
])('%j is a port', (text, expected) => {
  expect(parsePort(text)).toEqual(expected);
});

test.each(['80', '65536', '11434a', '-1', '1e4', '11 434'])('%j is refused with a sentence', (text) => {
  expect(parsePort(text)).toMatch(/from 1024 to 65535/);
});
