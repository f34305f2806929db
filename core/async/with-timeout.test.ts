import { expect, test } from 'vitest';
import { withTimeout } from './with-timeout.ts';

test('work that takes too long gives the fallback, a failure stays one', async () => {
  const never = Promise.withResolvers<string>().promise;
  expect(await withTimeout(never, { timeoutMs: 5, fallback: 'late' })).toBe('late');
  expect(await withTimeout(Promise.resolve('there'), { timeoutMs: 1000, fallback: 'late' })).toBe('there');
  const failing = Promise.reject(new Error('no'));
  await expect(withTimeout(failing, { timeoutMs: 1000, fallback: 'late' })).rejects.toThrow('no');
});
