import { expect, test } from 'vitest';
import { closeAll } from './close-all.ts';

test('what fails is told, and the rest is closed all the same, in order', async () => {
  const closed: string[] = [];
  const told: unknown[] = [];
  const failure = new Error('stuck');
  const parts = [
    () => Promise.reject(failure),
    async () => {
      await new Promise(setImmediate);
      closed.push('server');
    },
    () => {
      throw failure;
    },
    () => closed.push('log'),
  ];
  await closeAll(parts, (error) => told.push(error));
  expect(closed).toEqual(['server', 'log']);
  expect(told).toEqual([failure, failure]);
});
