import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, type Json, object, objects, parseObject, readNdjson, readSse, stream } from './api-client.ts';
import { isReal } from './ollama-under-test.ts';
import type { Registry } from './registry.ts';
import { type RunningOllama, startOllama } from './start-ollama.ts';
import { installTiny, startTinyRegistry } from './tiny-library.ts';

let registry: Registry;
let server: RunningOllama;
let model: string;

beforeAll(async () => {
  registry = await startTinyRegistry();
  server = await startOllama({ fake: { tokensPerSecond: 300 } });
  model = await installTiny(server, registry, 'chat');
});

afterAll(async () => {
  await server.stop();
  await registry.close();
});

const messages = [{ role: 'user', content: 'the red bird' }];
function choiceOf(chunk: Json) {
  return object(objects(chunk.choices)[0]);
}
function deltaOf(chunk: Json) {
  return object(choiceOf(chunk).delta);
}

describe('/v1/chat/completions', () => {
  test('responds in one piece with text and usage', async () => {
    const response = await call(server, '/v1/chat/completions', { body: { model, messages, max_tokens: 5 } });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('application/json');
    const body = response.json();
    expect(body).toMatchObject({ object: 'chat.completion', model, system_fingerprint: 'fp_ollama' });
    expect(choiceOf(body)).toMatchObject({ index: 0, finish_reason: 'length', message: { role: 'assistant' } });
    expect(object(choiceOf(body).message).content).toEqual(expect.any(String));
    expect(body.usage).toMatchObject({ completion_tokens: 5, total_tokens: expect.any(Number) });
  });

  test('streams chunks of one id, a finish, the usage and [DONE]', async () => {
    const parts = await readSse(server, '/v1/chat/completions', {
      model,
      messages,
      max_tokens: 8,
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(parts.at(-1)).toBe('[DONE]');
    const chunks = parts.slice(0, -1).map(parseObject);
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
    for (const chunk of chunks) expect(chunk).toMatchObject({ object: 'chat.completion.chunk', model });

    const texts = chunks.slice(0, -2);
    const [first, ...others] = texts.map(deltaOf);
    expect(first?.role).toBe('assistant');
    for (const delta of others) expect(delta.role).toBeUndefined();
    expect(
      texts
        .map(deltaOf)
        .map(({ content }) => content)
        .join(''),
    ).not.toBe('');

    const finish = chunks.at(-2);
    expect(finish && choiceOf(finish)).toEqual({ index: 0, delta: {}, finish_reason: 'length' });
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 8 } });
  });

  test('leaves the usage out when it was not requested', async () => {
    const parts = await readSse(server, '/v1/chat/completions', { model, messages, max_tokens: 3, stream: true });
    for (const part of parts.slice(0, -1)) expect(parseObject(part).usage).toBeUndefined();
    expect(parts.at(-1)).toBe('[DONE]');
  });

  test('stops generating when the client disconnects', async () => {
    const body = { model, stream: true, max_tokens: 4000, messages: [{ role: 'user', content: 'write 4000 tokens' }] };
    let seen = 0;
    for await (const line of stream(server, '/v1/chat/completions', { body })) {
      if (line.startsWith('data: ')) seen += 1;
      if (seen === 3) break;
    }
    // One slot: the next response begins only when the first has really stopped.
    const started = Date.now();
    const next = await call(server, '/v1/chat/completions', { body: { model, messages, max_tokens: 2 } });
    expect(next.status).toBe(200);
    expect(Date.now() - started).toBeLessThan(8000);
    if (!isReal) {
      const canceled = server.events().find(({ event }) => event === 'generation-canceled');
      expect(canceled?.tokens).toBeLessThan(1000);
    }
  });

  test('accepts a conversation, and any text as the key', async () => {
    const conversation = [
      { role: 'system', content: 'you are a bird' },
      ...messages,
      { role: 'assistant', content: 'the blue cat' },
      { role: 'user', content: [{ type: 'text', text: 'the sun' }] },
    ];
    for (const key of ['Bearer x', 'Bearer ollama', '']) {
      const response = await call(server, '/v1/chat/completions', {
        body: { model, messages: conversation, max_tokens: 2 },
        headers: key === '' ? {} : { Authorization: key },
      });
      expect(response.status).toBe(200);
    }
  });
});

describe('/api/chat and /api/generate', () => {
  test('stream lines, the last with the counts', async () => {
    const lines = await readNdjson(server, '/api/chat', { model, messages, options: { num_predict: 4 } });
    const last = lines.at(-1);
    for (const line of lines.slice(0, -1))
      expect(line).toMatchObject({ model, message: { role: 'assistant' }, done: false });
    expect(last).toMatchObject({ model, done: true, done_reason: 'length', eval_count: 4 });
    for (const key of ['total_duration', 'load_duration', 'prompt_eval_count', 'eval_duration']) {
      expect(last?.[key]).toEqual(expect.any(Number));
    }
  });

  test('respond in one piece when asked to', async () => {
    const body = { model, prompt: 'the red bird', stream: false, options: { num_predict: 4 } };
    const response = (await call(server, '/api/generate', { body })).json();
    expect(response).toMatchObject({
      model,
      done: true,
      done_reason: 'length',
      eval_count: 4,
      context: expect.any(Array),
    });
    expect(response.response).toEqual(expect.any(String));
  });
});

describe('/v1/completions', () => {
  const body = { prompt: 'the red bird', max_tokens: 4 };

  test('responds in one piece', async () => {
    const response = (await call(server, '/v1/completions', { body: { ...body, model } })).json();
    expect(response).toMatchObject({ object: 'text_completion', model, usage: { completion_tokens: 4 } });
    expect(choiceOf(response)).toEqual({ text: expect.any(String), index: 0, finish_reason: 'length' });
  });

  test('streams, the reason on the last chunk', async () => {
    const parts = await readSse(server, '/v1/completions', { ...body, model, stream: true });
    expect(parts.at(-1)).toBe('[DONE]');
    const chunks = parts.slice(0, -1).map(parseObject);
    expect(chunks.map((chunk) => choiceOf(chunk).finish_reason)).toEqual([
      ...chunks.slice(1).map(() => null),
      'length',
    ]);
  });

  test('refuses a list of prompts', async () => {
    const response = await call(server, '/v1/completions', { body: { ...body, model, prompt: ['a', 'b'] } });
    expect(response.status).toBe(400);
  });
});

describe('other APIs', () => {
  test('/v1/responses streams its events in order', async () => {
    const parts = await readSse(server, '/v1/responses', {
      model,
      input: 'the red bird',
      max_output_tokens: 4,
      stream: true,
    });
    const types = parts.map((part) => parseObject(part).type);
    expect(types.slice(0, 2)).toEqual(['response.created', 'response.in_progress']);
    expect(types).toContain('response.output_text.delta');
    expect(types.at(-1)).toBe('response.completed');
  });

  test('/v1/messages responds in its own shape', async () => {
    const response = (await call(server, '/v1/messages', { body: { model, messages, max_tokens: 4 } })).json();
    expect(response).toMatchObject({ type: 'message', role: 'assistant', model, stop_reason: 'max_tokens' });
    expect(objects(response.content)[0]).toMatchObject({ type: 'text', text: expect.any(String) });
  });
});
