import { expect, test } from 'vitest';
import { closeAll } from './close-all.ts';

test('a failure is reported, and the rest is still closed, in order', async () => {
  const closed: string[] = [];
  const failures: unknown[] = [];
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
  await closeAll(parts, (error) => failures.push(error));
  expect(closed).toEqual(['server', 'log']);
  expect(failures).toEqual([failure, failure]);
});
