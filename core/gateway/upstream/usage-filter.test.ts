import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usageIn } from './response-tail.ts';
import { createUsageFilter } from './usage-filter.ts';

function chunk(text: string, extra: object = {}) {
  return `data: ${JSON.stringify({ id: '1', choices: [{ delta: { content: text } }], ...extra })}\n\n`;
}
const USAGE = { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 };
const ASKED = `data: ${JSON.stringify({ id: '1', choices: [], usage: USAGE })}\n\n`;
const DONE = 'data: [DONE]\n\n';

function filtered(parts: readonly Buffer[]): string {
  const filter = createUsageFilter();
  return Buffer.concat([...parts.map((part) => filter.push(part)), filter.rest()]).toString();
}

describe('the usage in a stream', () => {
  it('is removed however the stream is split into chunks, and nothing else is', () => {
    const texts = fc.array(
      fc.oneof(fc.string(), fc.constantFrom('"usage":', '"choices":[],"usage":{}', '\n\n', 'ä€😀')),
    );
    fc.assert(
      fc.property(texts, fc.array(fc.nat(400)), fc.boolean(), (said, cuts, inEach) => {
        const expected = said.map((text) => chunk(text)).join('') + DONE;
        const sent = Buffer.from(
          said.map((text) => chunk(text, inEach ? { usage: USAGE } : {})).join('') + ASKED + DONE,
        );
        const at = [0, ...cuts.toSorted((one, other) => one - other), sent.byteLength];
        const parts = at.slice(1).map((end, i) => sent.subarray(at[i], end));
        expect(filtered(parts)).toBe(expected);
      }),
    );
  });

  it('leaves other events', () => {
    const other = `: ping\n\nevent: x\ndata: {"usage":1}\n\ndata: "usage":\n\n${chunk('a')}`;
    expect(filtered([Buffer.from(other)])).toBe(other);
    expect(filtered([Buffer.from('{"error":"no \\n end"}')])).toBe('{"error":"no \\n end"}');
  });

  it('is passed on at once, event by event', () => {
    const filter = createUsageFilter();
    expect(filter.push(Buffer.from(chunk('a'))).toString()).toBe(chunk('a'));
    expect(filter.push(Buffer.from('data: {"ch')).byteLength).toBe(0);
    expect(filter.push(Buffer.from('oices":[1]}\n\n')).toString()).toBe('data: {"choices":[1]}\n\n');
  });

  it('is found in every API’s format', () => {
    expect(usageIn(ASKED)).toEqual({ promptTokens: 3, completionTokens: 4 });
    expect(usageIn('{"done":true,"prompt_eval_count":5,"eval_count":6}')).toEqual({
      promptTokens: 5,
      completionTokens: 6,
    });
    expect(usageIn('{"usage":{"input_tokens":7,"output_tokens":8}}')).toEqual({ promptTokens: 7, completionTokens: 8 });
  });
});
