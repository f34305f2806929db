import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PieceBatcher, type Pieces } from './piece-batcher.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('emits the first piece at once, then at most eight times a second, and loses nothing', () => {
  const updates: Pieces[] = [];
  const batcher = new PieceBatcher((pieces) => updates.push(pieces));
  batcher.push({ text: '0 ', thinking: '' });
  expect(updates).toEqual([{ text: '0 ', thinking: '' }]);

  const words = Array.from({ length: 200 }, (_, i) => `${i + 1} `);
  for (const text of words) {
    vi.advanceTimersByTime(5);
    batcher.push({ text, thinking: '' });
  }
  expect(updates.length).toBeLessThanOrEqual(9);
  batcher.flush();
  expect(updates.map(({ text }) => text).join('')).toBe(`0 ${words.join('')}`);
  expect(vi.getTimerCount()).toBe(0);
});

test('after a pause the next piece is emitted at once', () => {
  const updates: Pieces[] = [];
  const batcher = new PieceBatcher((pieces) => updates.push(pieces));
  batcher.push({ text: '', thinking: 'a' });
  vi.advanceTimersByTime(500);
  batcher.push({ text: '', thinking: 'b' });
  expect(updates.map(({ thinking }) => thinking)).toEqual(['a', 'b']);
});
