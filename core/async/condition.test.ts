import { expect, test } from 'vitest';
import { createCondition } from './condition.ts';

test('each waits until its predicate is true', async () => {
  const condition = createCondition();
  let count = 0;
  const resolved: string[] = [];
  const wait = (name: string, least: number) =>
    condition.waitUntil(() => count >= least).then(() => resolved.push(name));
  await wait('none', 0);
  const [one, two] = [wait('one', 1), wait('two', 2)];
  condition.notify();
  count = 1;
  condition.notify();
  await one;
  expect(resolved).toEqual(['none', 'one']);
  count = 2;
  condition.notify();
  await two;
  expect(resolved).toEqual(['none', 'one', 'two']);
});
