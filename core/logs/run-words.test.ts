import { expect, it } from 'vitest';
import { createRunWords } from './run-words.ts';

function wordsOf(texts: readonly string[]): string[] {
  const words = createRunWords();
  for (const text of texts) words.add(text);
  return words.lines((count) => `(${count})`);
}
function numbered(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${name} ${index}`);
}

it('keeps all of a run that says little, without blank lines', () => {
  expect(wordsOf(['one', '', 'Error: two', '  '])).toEqual(['one', 'Error: two']);
});

it('keeps the head, the tail, and how the last words began among thousands of lines', () => {
  const lines = [...numbered('start', 300), 'panic: bad', ...numbered('goroutine', 5_000)];
  const kept = wordsOf(lines);
  expect(kept.slice(0, 40)).toEqual(numbered('start', 40));
  expect(kept.slice(40, 43)).toEqual(['(260)', 'panic: bad', 'goroutine 0']);
  expect(kept.slice(-2)).toEqual(['goroutine 4998', 'goroutine 4999']);
  expect(kept).toHaveLength(40 + 1 + 40 + 1 + 40);
});

it('keeps the latest crash, and what one says in several lines together', () => {
  const crash = ['terminate called without an active exception', 'SIGABRT: abort'];
  const kept = wordsOf([...numbered('a', 50), 'panic: first', ...numbered('b', 20), ...crash, ...numbered('c', 100)]);
  expect(kept).not.toContain('panic: first');
  expect(kept).toEqual(expect.arrayContaining([...crash, 'c 0']));
});

it('stays small, whatever is written', () => {
  const words = createRunWords();
  for (let index = 0; index < 20_000; index += 1) words.add(`panic: ${'x'.repeat(60_000)}`);
  expect(words.lines(String).join('').length).toBeLessThan(130 * 2_000);
});
