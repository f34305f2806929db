import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLineSplitter } from './line-splitter.ts';

test('a line is given once it is whole, and the rest at the end', () => {
  const splitter = createLineSplitter(false);
  expect(splitter.take(Buffer.from('one\ntw'))).toEqual(['one']);
  expect(splitter.take(Buffer.from('o\n\nthr'))).toEqual(['two', '']);
  expect(splitter.rest()).toEqual(['thr']);
  expect(splitter.rest()).toEqual([]);
});

test('the end of a line that started earlier is left out', () => {
  const splitter = createLineSplitter(true);
  expect(splitter.take(Buffer.from('end of'))).toEqual([]);
  expect(splitter.take(Buffer.from(' this\nnext\n'))).toEqual(['next']);
  expect(createLineSplitter(true).rest()).toEqual([]);
});

test('a line without an end is given in pieces', () => {
  const splitter = createLineSplitter(false);
  const pieces = splitter.take(Buffer.from('x'.repeat(150_000)));
  expect(pieces.map((piece) => piece.length)).toEqual([65_536, 65_536]);
  expect(splitter.rest()).toEqual(['x'.repeat(150_000 - 2 * 65_536)]);
});

test('text is the same in whatever pieces its bytes arrive', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 5 }), (text, size) => {
      const bytes = Buffer.from(`${text}\n`);
      const splitter = createLineSplitter(false);
      const lines: string[] = [];
      for (let at = 0; at < bytes.length; at += size) lines.push(...splitter.take(bytes.subarray(at, at + size)));
      expect([...lines, ...splitter.rest()].join('\n')).toBe(bytes.toString('utf8').slice(0, -1));
    }),
  );
});
