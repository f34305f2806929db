import { expect, test } from 'vitest';
import { singleFlightProbe } from './single-flight-probe.ts';

test('a probe that takes too long is joined, not repeated; one of another path doesn’t wait for it', async () => {
  const started: { path: string; resolve: (text: string) => void }[] = [];
  const probe = singleFlightProbe(30, (path) => new Promise<string>((resolve) => started.push({ path, resolve })));
  expect(await probe('/a', 'no response')).toBe('no response');
  const joined = probe('/a', 'no response');
  expect(started).toHaveLength(1);
  started[0]?.resolve('there');
  expect(await joined).toBe('there');
  const next = probe('/a', 'no response');
  const other = probe('/b', 'no response');
  expect(started.map(({ path }) => path)).toEqual(['/a', '/a', '/b']);
  started[2]?.resolve('other');
  expect(await Promise.all([next, other])).toEqual(['no response', 'other']);
});
