import { expect, test } from 'vitest';
import { parseCount, parseKeepAlive, parsePort } from './parse-setting.ts';

test.each([
  ['', null],
  ['1024', 1024],
  ['65535', 65_535],
])('%j is a port', (text, port) => {
  expect(parsePort(text)).toEqual({ value: { port } });
});

test.each(['80', '65536', '11434a', '-1', '1e4', '11 434', '11,434', '0x2caa', '１１４３４'])(
  '%j isn’t a port',
  (text) => {
    expect(parsePort(text)).toEqual({ problem: 'Enter a port number from 1024 to 65535.' });
  },
);

test.each([
  ['', null],
  ['64', 64],
  ['16,384', 16_384],
  ['100000', 100_000],
])('%j is a count', (text, maxQueue) => {
  expect(parseCount('maxQueue', text)).toEqual({ value: { maxQueue } });
});

test.each(['-1', '1.5', '1,2', 'many', '1e3', '0', '100001', '16.384'])('%j isn’t a count', (text) => {
  expect(parseCount('maxQueue', text)).toMatchObject({ problem: expect.stringMatching(/from 1 to 100,000/) });
});

test.each([
  ['', 30],
  ['0', 0],
  ['600', 600],
])('%j is a wait in seconds', (text, requestWaitSeconds) => {
  expect(parseCount('requestWaitSeconds', text)).toEqual({ value: { requestWaitSeconds } });
});

test('a wait that is too long is refused with what to enter', () => {
  const problem = 'Enter a whole number of seconds from 0 to 600.';
  expect(parseCount('requestWaitSeconds', '601')).toEqual({ problem });
});

test('a keep-alive time that core would not look at is refused with what to enter', () => {
  expect(parseKeepAlive('')).toEqual({ value: { keepAlive: null } });
  expect(parseKeepAlive('1h30m')).toEqual({ value: { keepAlive: '1h30m' } });
  expect(parseKeepAlive('1'.repeat(41))).toMatchObject({ problem: expect.stringMatching(/^Enter a duration/) });
});
