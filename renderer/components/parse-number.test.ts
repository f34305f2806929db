import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NumberRule, numberText, parseNumber } from './parse-number.ts';

const count: NumberRule = { min: 1, max: 1_000_000, kind: 'count' };
const seed: NumberRule = { min: 0, max: 2_147_483_647, kind: 'count' };
const port: NumberRule = { min: 1024, max: 65_535, kind: 'id' };
const decimal: NumberRule = { min: 0, max: 2, kind: 'decimal' };

function read(text: string, rule: NumberRule): number | null | string {
  const parsed = parseNumber(text, rule, 'no');
  return 'value' in parsed ? parsed.value : parsed.problem;
}

describe('parseNumber', () => {
  it.each([
    ['', count, null],
    [' \t', decimal, null],
    ['5', count, 5],
    [' 5 ', count, 5],
    ['007', count, 7],
    ['0', seed, 0],
    ['1000000', count, 1_000_000],
    ['1,000', count, 1000],
    ['1,000,000', count, 1_000_000],
    ['16 384', count, 16_384],
    ['16\u202f384', count, 16_384],
    ['2147483647', seed, 2_147_483_647],
    ['11434', port, 11_434],
    ['0.7', decimal, 0.7],
    ['0,7', decimal, 0.7],
    ['.5', decimal, 0.5],
    ['1.', decimal, 1],
    ['2.000', decimal, 2],
  ])('reads %j', (text, rule, value) => {
    expect(read(text, rule)).toBe(value);
  });

  it.each([
    ['5x', seed],
    ['x5', seed],
    ['5 5', seed],
    ['1e3', count],
    ['1e0', decimal],
    ['0x10', count],
    ['0b1', count],
    ['５', count],
    ['٥', count],
    ['-0', decimal],
    ['-1', seed],
    ['+5', count],
    ['1.5', count],
    ['5.0', count],
    ['1,5', count],
    ['1.000', count],
    ['1,000.000', count],
    ['1,000 000', count],
    ['1,0000', count],
    [',000', count],
    ['11,434', port],
    ['11 434', port],
    ['1.2.3', decimal],
    ['1,2,3', decimal],
    ['1,000.5', decimal],
    ['.', decimal],
    ['2.1', decimal],
    ['0', count],
    ['1000001', count],
    ['1'.repeat(400), seed],
    ['Infinity', decimal],
    ['NaN', decimal],
    ['many', count],
    ['1_000', count],
    ['1n', count],
  ])('refuses %j', (text, rule) => {
    expect(read(text, rule)).toBe('no');
  });

  it('never reads a number outside of the rule, and reads back what it writes', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const value = read(text, decimal);
        expect(value === null || value === 'no' || (Number(value) >= 0 && Number(value) <= 2)).toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: seed.max }), (number) => {
        expect(read(numberText(number), seed)).toBe(number);
      }),
    );
    expect([0.3, 1e-7, 1, 0].map((n) => read(numberText(n), decimal))).toEqual([0.3, 1e-7, 1, 0]);
  });
});
