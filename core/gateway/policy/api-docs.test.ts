import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { GatewayErrorType } from '../../../contract/activity.ts';
import * as failures from './gateway-errors.ts';
import { DEFAULT_LIMITS } from './gateway-limits.ts';
import { GATEWAY_ROUTES, type GatewayRoute } from './gateway-routes.ts';

const document = readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8');

/** The cells of the rows of a table, by the heading of its first column; without the marks of code. */
function rowsOf(heading: string): string[][] {
  const lines = document.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${heading} `));
  const rest = lines.slice(start + 2);
  const rows = rest.slice(
    0,
    rest.findIndex((line) => !line.startsWith('|')),
  );
  return rows
    .map((row) => row.split('|').slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim().replaceAll('`', '')));
}

/** Health routes respond to anyone. */
function scopeOf({ handler, scope }: GatewayRoute): string {
  return handler === 'live' || handler === 'ready' ? 'none' : scope;
}

it('names every route of a key, with its methods and its scope, and no other', () => {
  const routes = GATEWAY_ROUTES.map((route) => [route.path, route.methods.join(', '), scopeOf(route)].join(' '));
  const documented = rowsOf('Route').filter(([, methods]) => /^[A-Z]+(?:, [A-Z]+)*$/.test(methods ?? ''));
  expect(new Set(documented.map((cells) => cells.join(' ')))).toEqual(new Set(routes));
});

it('names every error of the gateway with its status', () => {
  const rows = new Map(rowsOf('Type').map(([type = '', statuses = '']) => [type, statuses.split(', ')]));
  expect(new Set(rows.keys())).toEqual(new Set(GatewayErrorType.options));
  const known = Object.values(failures).filter((failure) => typeof failure === 'object');
  expect(known.length).toBeGreaterThan(20);
  for (const { type, status } of known)
    expect([type, rows.get(type)]).toEqual([type, expect.arrayContaining([String(status)])]);
});

it('names the limits as they are', () => {
  const text = rowsOf('What is limited')
    .map((cells) => cells.join(': '))
    .join('\n');
  const mib = (bytes: number) => `${bytes / 1024 ** 2} MB`;
  const seconds = (ms: number) => `${ms / 1000} s`;
  const count = (value: number) => value.toLocaleString('en-US');
  const limits = DEFAULT_LIMITS;
  for (const limit of [
    `decoding: ${mib(limits.bodyBytes)}`,
    `${mib(limits.bodyBytesPerKey)} of one key, ${mib(limits.bodyBytesInAll)} in all`,
    `${limits.headerBytes / 1024} KB`,
    `${seconds(limits.headersMs)}, and ${seconds(limits.bodyMs)}`,
    `direction: ${seconds(limits.stalledMs)}`,
    `a request: ${seconds(limits.keepAliveMs)}`,
    `${count(limits.connections)} in all, ${count(limits.connectionsPerAddress)} of one address`,
    `one key: ${count(limits.requestsPerKey)}`,
    `every listener: ${count(limits.waiting)}`,
  ])
    expect(text).toContain(limit);
});
