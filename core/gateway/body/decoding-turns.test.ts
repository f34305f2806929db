import { expect, it } from 'vitest';
import { createDecodingTurns } from './decoding-turns.ts';

function turnsFor(...names: string[]) {
  const turns = createDecodingTurns();
  const started: string[] = [];
  const ends = names.map((name) => turns.take(name.slice(0, 1), () => void started.push(name)));
  return { started, ends };
}

it('gives two turns at a time, and each key its own', () => {
  const { started, ends } = turnsFor('a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'b2');
  expect(started).toEqual(['a1', 'a2']);
  for (const [end, next] of [
    [0, 'a3'],
    [1, 'b1'],
    [2, 'c1'],
    [4, 'a4'],
    [5, 'b2'],
  ] as const) {
    ends[end]?.();
    expect(started.at(-1)).toBe(next);
  }
});

it('forgets who no longer waits, and ends each turn once', () => {
  const { started, ends } = turnsFor('a1', 'a2', 'a3', 'a4');
  ends[2]?.();
  ends[0]?.();
  ends[0]?.();
  expect(started).toEqual(['a1', 'a2', 'a4']);
  for (const end of ends) end();
  expect(started).toHaveLength(3);
});
