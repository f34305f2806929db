import { expect, it } from 'vitest';
import type { Work } from '../../contract/work.ts';
import { awaitIdle } from './await-idle.ts';

const idle: Work = { activeRequests: 0, keyedRequests: 0, pulls: [] };
const busy: Work = { activeRequests: 2, keyedRequests: 1, pulls: [] };

it('doesn’t wait where nothing is in progress', async () => {
  expect(await awaitIdle(() => Promise.resolve(idle), 60_000)).toEqual(idle);
});

it('waits until the last of it is over', async () => {
  const seen = [busy, { ...idle, pulls: ['a'] }, idle].values();
  expect(await awaitIdle(() => Promise.resolve(seen.next().value ?? busy), 60_000)).toEqual(idle);
});

it('gives what is still in progress when the time is over', async () => {
  expect(await awaitIdle(() => Promise.resolve(busy), 120)).toEqual(busy);
});

it('waits no longer for whoever doesn’t tell', async () => {
  const looks = [Promise.resolve(busy)].values();
  expect(await awaitIdle(() => looks.next().value ?? new Promise<Work>(() => undefined), 120)).toEqual(busy);
  expect(await awaitIdle(() => new Promise(() => undefined), 20)).toBeNull();
});
