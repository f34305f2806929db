import { expect, test } from 'vitest';
import { isSameLine, mergeColors } from './colored-lines.ts';

const colored = { code: 'let a\nlet b', lines: [[{ text: 'let a', color: 'red' }], [{ text: 'let b', color: 'red' }]] };

test('a block that has grown keeps the colors of its complete lines; the rest is plain', () => {
  expect(mergeColors('let a\nlet bc\nx', colored)).toEqual([
    [{ text: 'let a', color: 'red' }],
    [{ text: 'let bc', color: null }],
    [{ text: 'x', color: null }],
  ]);
});

test('other code, or code without colors yet, is plain; the same code is fully colored', () => {
  expect(mergeColors('other', colored)).toEqual([[{ text: 'other', color: null }]]);
  expect(mergeColors('a', null)).toEqual([[{ text: 'a', color: null }]]);
  expect(mergeColors(colored.code, colored)).toBe(colored.lines);
});

test('lines are compared by their text and colors', () => {
  expect(isSameLine([{ text: 'a', color: null }], [{ text: 'a', color: null }])).toBe(true);
  expect(isSameLine([{ text: 'a', color: null }], [{ text: 'a', color: 'red' }])).toBe(false);
});
