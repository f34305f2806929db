import { expect, test } from 'vitest';
import { singleFlightProbe } from './single-flight-probe.ts';

test('a look that takes too long is joined, not begun again; one at another path is not kept waiting by it', async () => {
  const looks: { path: string; answer: (text: string) => void }[] = [];
  const look = singleFlightProbe(30, (path) => new Promise<string>((answer) => looks.push({ path, answer })));
  expect(await look('/a', 'no answer')).toBe('no answer');
  const joined = look('/a', 'no answer');
  expect(looks).toHaveLength(1);
  looks[0]?.answer('there');
  expect(await joined).toBe('there');
  const next = look('/a', 'no answer');
  const other = look('/b', 'no answer');
  expect(looks.map(({ path }) => path)).toEqual(['/a', '/a', '/b']);
  looks[2]?.answer('other');
  expect(await Promise.all([next, other])).toEqual(['no answer', 'other']);
});
