import { expect, test } from 'vitest';
import { parseCount, parsePort } from './parse-setting.ts';

test.each([
  ['', { port: null }],
  ['1024', { port: 1024 }],
  ['65535', { port: 65_535 }],
])('%j is a port', (text, expected) => {
  expect(parsePort(text)).toEqual(expected);
});

test.each(['80', '65536', '11434a', '-1', '1e4', '11 434'])('%j isn’t a port', (text) => {
  expect(parsePort(text)).toMatch(/from 1024 to 65535/);
});

test.each([
  ['', { maxQueue: null }],
  ['64', { maxQueue: 64 }],
  ['16,384', { maxQueue: 16_384 }],
])('%j is a count', (text, expected) => {
  expect(parseCount('maxQueue', text)).toEqual(expected);
});

test.each(['-1', '1.5', '1,2', 'many', '1e3'])('%j isn’t a count', (text) => {
  expect(parseCount('maxQueue', text)).toMatch(/whole number/);
});
