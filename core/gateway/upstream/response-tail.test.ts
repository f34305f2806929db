import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyResponse, createResponseExcerpt, usageIn } from './response-tail.ts';

const events = 'text/event-stream';
const lines = 'application/x-ndjson';
const chatLine = '{"model":"m","message":{"role":"assistant","content":"hi"},"done":false}\n';
const chatEnd = '{"model":"m","done":true,"total_duration":9,"prompt_eval_count":5,"eval_count":6}\n';
const messageStart =
  'event: message_start\ndata: {"message":{"usage":{"input_tokens":5,"output_tokens":0}},"type":"message_start"}\n\n';
const messageEnd =
  'event: message_delta\ndata: {"usage":{"output_tokens":6}}\n\nevent: message_stop\ndata: {"type":"message_stop"}\n\n';
const responseDelta = 'event: response.output_text.delta\ndata: {"delta":"hi"}\n\n';
const responseEnd =
  'event: response.completed\ndata: {"response":{"output":[],"usage":{"input_tokens":5,"output_tokens":6}}}\n\n';

function classify(text: string, path: string, contentType: string, how: { isComplete: boolean; isCanceled: boolean }) {
  return classifyResponse(text, { path, contentType, status: 200, ...how });
}
const complete = { isComplete: true, isCanceled: false };
const completeStream = { contentType: events, status: 200, ...complete };
const usage = { promptTokens: 5, completionTokens: 6 };

describe('a response that ended', () => {
  it.each([
    ['/api/chat', lines, chatLine + chatEnd],
    ['/api/generate', lines, chatEnd],
    ['/v1/messages', events, messageStart + messageEnd],
    ['/v1/responses', events, responseDelta + responseEnd],
  ])(
    'of %s is done when its terminator is there, and its tokens count even if the client disconnects right after it',
    (path, type, text) => {
      expect(classify(text, path, type, complete)).toEqual({ outcome: 'done', usage });
      expect(classify(text, path, type, { isComplete: false, isCanceled: true })).toEqual({
        outcome: 'canceled',
        usage,
      });
    },
  );

  it.each([
    ['/api/chat', lines, chatLine],
    ['/api/chat', lines, `${chatLine}{"error":"the model runner has unexpectedly stopped"}\n`],
    ['/api/pull', lines, '{"status":"pulling"}\n{"error":"no space left on device"}\n'],
    ['/v1/messages', events, messageStart],
    ['/v1/responses', events, responseDelta],
    ['/v1/chat/completions', events, 'data: {"choices":[]}\n\n'],
    ['/v1/chat/completions', events, 'data: {"error":{"message":"it has stopped"}}\n\ndata: [DONE]\n\n'],
    ['/v1/completions', events, 'data: {"choices":[]}\n\n{"error":"it has stopped"}\n\ndata: [DONE]\n\n'],
  ])(
    'of %s has failed when it is missing, though the status was 200 and the connection closed normally',
    (path, type, text) => {
      expect(classify(text, path, type, complete).outcome).toBe('failed');
      expect(classify(text, path, type, { isComplete: false, isCanceled: true }).outcome).toBe('canceled');
    },
  );

  it('of a pull is done when it says so', () => {
    expect(classify('{"status":"pulling"}\n{"status":"success"}\n', '/api/pull', lines, complete).outcome).toBe('done');
  });

  it('has no completion tokens when it is incomplete: those in it were counted before the first', () => {
    const { usage } = classify(messageStart, '/v1/messages', events, { isComplete: false, isCanceled: true });
    expect(usage).toEqual({ promptTokens: 5, completionTokens: null });
    const zeros = 'data: {"model":"","choices":[],"usage":{"prompt_tokens":0,"completion_tokens":0}}\n\n';
    expect(classify(zeros, '/v1/completions', events, complete).usage).toEqual({
      promptTokens: null,
      completionTokens: null,
    });
  });

  it('doesn’t take a tool call for the terminator', () => {
    const call = '{"message":{"tool_calls":[{"function":{"arguments":{"done":true}}}]},"done":false}\n';
    expect(classify(call, '/api/chat', lines, complete).outcome).toBe('failed');
  });

  it.each([
    [
      '/v1/responses',
      events,
      `${responseDelta.repeat(100)}event: response.completed\ndata: {"response":{"output":"${'a'.repeat(40_000)}`,
    ],
    ['/api/generate', lines, `{"model":"m","done":true,"context":[${'1,'.repeat(20_000)}1]`],
  ])('of %s is done even if its last part is longer than the tail', (path, type, long) => {
    const excerpt = createResponseExcerpt();
    const rest = path === '/api/generate' ? ',"total_duration":9' : '","usage":{"input_tokens":5,"output_tokens":6}}';
    for (const piece of [long, `${rest}}\n\n`]) excerpt.push(Buffer.from(piece));
    expect(excerpt.text().includes('completed')).toBe(false);
    expect(classify(excerpt.text(), path, type, complete).outcome).toBe('done');
  });

  it('is classified by its status when it is complete', () => {
    const list = { path: '/v1/models', contentType: 'application/json', isComplete: true, isCanceled: false };
    expect(classifyResponse('{}', { ...list, status: 200 }).outcome).toBe('done');
    expect(classifyResponse('{}', { ...list, status: 404 }).outcome).toBe('failed');
    expect(classifyResponse('{', { ...list, status: 200, isComplete: false }).outcome).toBe('failed');
  });
});

describe('the excerpt of a response', () => {
  it('finds the usage however the response is split into chunks', () => {
    const response = `${'data: {"choices":[{"delta":{"content":"\\"prompt_tokens\\":99"}}]}\n\n'.repeat(400)}data: {"choices":[],"usage":{"prompt_tokens":26,"completion_tokens":12,"total_tokens":38}}\n\ndata: [DONE]\n\n`;
    const bytes = new TextEncoder().encode(response);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1 }), (sizes) => {
        const excerpt = createResponseExcerpt();
        for (let at = 0, n = 0; at < bytes.length; n++) {
          const size = sizes[n % sizes.length] ?? 1;
          excerpt.push(bytes.subarray(at, at + size));
          at += size;
        }
        expect(usageIn(excerpt.text())).toEqual({ promptTokens: 26, completionTokens: 12 });
        expect(classifyResponse(excerpt.text(), { path: '/v1/chat/completions', ...completeStream }).outcome).toBe(
          'done',
        );
      }),
      { numRuns: 30 },
    );
  });

  it('has the beginning and the end of a long one, in whatever chunks it comes', () => {
    const response = Buffer.from(Array.from({ length: 30_000 }, (_, n) => `${n},`).join(''));
    for (const size of [1_000, 7_000, 20_000, 60_000, response.byteLength]) {
      const excerpt = createResponseExcerpt();
      for (let at = 0; at < response.byteLength; at += size) excerpt.push(response.subarray(at, at + size));
      const text = excerpt.text();
      expect(text.length).toBeLessThan(40_000);
      expect(text.startsWith(response.toString('utf8', 0, 4096))).toBe(true);
      expect(text.endsWith(response.toString('utf8', response.byteLength - 16_384))).toBe(true);
    }
  });

  it('understands the other APIs, and finds nothing where there is nothing', () => {
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
    expect(usageIn('{"prompt_eval_count" : 5,"eval_count": 6,"prompt_tokens":null,"eval_count":"7"}')).toEqual({
      promptTokens: 5,
      completionTokens: 6,
    });
    expect(usageIn('{"object":"list"}')).toEqual({ promptTokens: null, completionTokens: null });
    expect(classifyResponse('event: response.completed', { path: '/v1/responses', ...completeStream }).outcome).toBe(
      'done',
    );
  });
});
