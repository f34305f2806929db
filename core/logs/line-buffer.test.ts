import { expect, test } from 'vitest';
import type { LogLine } from '../../contract/logs.ts';
import { createLineBuffer } from './line-buffer.ts';

function line(text: string): Omit<LogLine, 'n'> {
  return { source: 'server', runId: 'r', at: null, level: 'raw', text };
}

function numbers(lines: readonly LogLine[]): readonly number[] {
  return lines.map(({ n }) => n);
}

test('lines are numbered as they are added, and read from a number on', () => {
  const buffer = createLineBuffer({ lines: 10, characters: 100 });
  expect(buffer.last).toBe(0);
  buffer.add([line('a'), line('b')]);
  buffer.add([line('c')]);
  expect(buffer.last).toBe(3);
  expect(numbers(buffer.after(1))).toEqual([2, 3]);
  expect(buffer.after(3)).toEqual([]);
});

test.each([
  ['lines', { lines: 3, characters: 100 }, [3, 4, 5]],
  ['characters', { lines: 10, characters: 5 }, [4, 5]],
  ['nothing', { lines: 10, characters: 1 }, []],
])('the newest lines within the limit of %s are kept', (_what, limits, kept) => {
  const buffer = createLineBuffer(limits);
  buffer.add(['aa', 'bb', 'cc', 'dd', 'ee'].map(line));
  expect(numbers(buffer.all())).toEqual(kept);
});
