import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnswerTail, endsTooEarly, usageIn } from '../gateway/answer-tail.ts';
import { createActivityLog } from './activity-log.ts';

const request = { method: 'POST', path: '/v1/chat/completions', model: 'm' };
const usage = { promptTokens: 1, completionTokens: 2 };

describe('the activity log', () => {
  it('holds the last thousand, newest last', async () => {
    const log = createActivityLog();
    for (let n = 0; n < 1005; n++) log.begin({ ...request, model: `m${n}` }).end('done', usage);
    const { value } = await log.watch().next();
    expect(value).toMatchObject({ reset: true });
    expect(value?.entries).toHaveLength(1000);
    expect(value?.entries.at(-1)?.model).toBe('m1004');
  });

  it('tells what changes, and stops when its reader is gone', async () => {
    const log = createActivityLog();
    const end = new AbortController();
    const feed = log.watch(end.signal);
    expect((await feed.next()).value).toEqual({ reset: true, entries: [] });
    const record = log.begin(request);
    expect((await feed.next()).value).toMatchObject({ reset: false, entries: [{ outcome: 'running', status: null }] });
    record.answered(200);
    record.end('done', usage);
    record.end('cancelled', usage);
    expect((await feed.next()).value).toMatchObject({ entries: [{ outcome: 'done', status: 200, ...usage }] });
    const waiting = feed.next();
    end.abort();
    expect((await waiting).done).toBe(true);
  });
});

describe('the tail of an answer', () => {
  it('finds the usage however the answer is cut into chunks', () => {
    const answer = `${'data: {"choices":[{"delta":{"content":"\\"prompt_tokens\\":99"}}]}\n\n'.repeat(400)}data: {"choices":[],"usage":{"prompt_tokens":26,"completion_tokens":12,"total_tokens":38}}\n\ndata: [DONE]\n\n`;
    const bytes = new TextEncoder().encode(answer);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1 }), (sizes) => {
        const tail = createAnswerTail();
        for (let at = 0, n = 0; at < bytes.length; n++) {
          const size = sizes[n % sizes.length] ?? 1;
          tail.push(bytes.subarray(at, at + size));
          at += size;
        }
        expect(usageIn(tail.text())).toEqual({ promptTokens: 26, completionTokens: 12 });
        expect(endsTooEarly('/v1/chat/completions', 'text/event-stream', tail.text())).toBe(false);
      }),
      { numRuns: 30 },
    );
  });

  it('understands the other shapes, and says nothing where there is nothing', () => {
    expect(usageIn('{"usage":{"prompt_tokens":5,"total_tokens":5}}')).toEqual({
      promptTokens: 5,
      completionTokens: null,
    });
    expect(
      usageIn('{"usage":{"input_tokens":3,"input_tokens_details":{"cached_tokens":0},"output_tokens":4}}'),
    ).toEqual({
      promptTokens: 3,
      completionTokens: 4,
    });
    expect(usageIn('{"object":"list"}')).toEqual({ promptTokens: null, completionTokens: null });
    expect(endsTooEarly('/v1/responses', 'text/event-stream', 'event: response.completed')).toBe(false);
  });
});
