import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanJson } from './json-scanner.ts';

describe('a JSON scan', () => {
  it('finds each field of the outermost object, as often as it occurs', () => {
    expect(scanJson('{"a":1,"\\u0061" \n:{"b":["c",{"d":"}"}]},"e\\"f\\\\":"\\\\","g":"h"}')).toEqual({
      fields: ['a', 'a', 'e"f\\', 'g'],
      depth: 4,
      largeNumbers: [],
      isTooLarge: false,
    });
    expect(scanJson('["a",{"b":1}]').fields).toEqual([]);
  });

  it('agrees with the parser for any object', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(scanJson(text).fields).toEqual(expect.arrayContaining(Object.keys(JSON.parse(text))));
        expect(scanJson(text).fields).toHaveLength(Object.keys(value).length);
      }),
    );
  });

  it('accepts any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('', '{"a":', '[-1e999,'), (text, before) => {
        const outline = scanJson(before + text);
        for (const { from, to } of outline.largeNumbers) {
          expect(Number((before + text).slice(from, to))).not.toBeNaN();
        }
        expect(outline.depth).toBeLessThanOrEqual(before.length + text.length);
      }),
    );
  });
});
