import { afterEach, describe, expect, test } from 'vitest';
import { call, type Json, object, objects, parseObject, readNdjson, readSse } from './api-client.ts';
import { createFakeServers, FAST } from './fake-servers.ts';
import { isReal } from './ollama-under-test.ts';

const { start, stopAll } = createFakeServers();

afterEach(stopAll);

const messages = [{ role: 'user', content: 'hello' }];
function chunks(parts: readonly string[]) {
  return parts.filter((part) => part !== '[DONE]').map(parseObject);
}
function choice(chunk: Json | undefined) {
  return object(objects(chunk?.choices)[0]);
}

describe.skipIf(isReal)('a stream of the fake', () => {
  const body = { model: 'tinyllama', messages, stream: true, stream_options: { include_usage: true } };
  const installed = ['tinyllama:latest', 'qwen3:8b'];

  test.each([
    ['0.32.5', null],
    ['0.32.15', 'before-0.32.6'],
  ] as const)('ends the older way for version %s and switch %s', async (version, streamEnd) => {
    const server = await start({ ...FAST, installed, version, streamEnd });
    const parts = await readSse(server, '/v1/chat/completions', body);
    expect(parts.at(-1)).toBe('[DONE]');
    const all = chunks(parts);
    for (const chunk of all.slice(0, -1)) expect(object(choice(chunk).delta).role).toBe('assistant');
    expect(choice(all.at(-2))).toMatchObject({ finish_reason: 'stop', delta: { content: '' } });
    expect(all.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: expect.any(Number) } });
  });

  test('drops an error in the middle: no finish, no [DONE]', async () => {
    const server = await start({ ...FAST, installed, streamError: { afterTokens: 3, kind: 'error' } });
    const parts = await readSse(server, '/v1/chat/completions', body);
    expect(parts).toHaveLength(4);
    expect(parseObject(parts[3] ?? '')).toMatchObject({
      model: '',
      choices: [{ delta: { content: '' }, finish_reason: null }],
    });
    const lines = await readNdjson(server, '/api/chat', body);
    expect(lines.at(-1)).toEqual({ error: 'an error was encountered while running the model: error' });
  });

  test('can end without [DONE], or break off', async () => {
    const server = await start({ ...FAST, installed, streamError: { afterTokens: 2, kind: 'noDone' } });
    expect(await readSse(server, '/v1/chat/completions', body)).toHaveLength(2);
    server.setFake({ streamError: { afterTokens: 2, kind: 'disconnect' } });
    await expect(readSse(server, '/v1/chat/completions', body)).rejects.toThrow();
    server.setFake({ streamError: { afterTokens: 2, kind: 'reported' } });
    const parts = await readSse(server, '/v1/chat/completions', body);
    expect(parseObject(parts.at(-1) ?? '')).toMatchObject({ error: { message: expect.any(String) } });
  });

  test('has exactly the requested number of tokens', async () => {
    const server = await start({ ...FAST, tokensPerSecond: 1e6, installed });
    const long = { ...body, messages: [{ role: 'user', content: 'Please write 4000 tokens.' }] };
    const all = chunks(await readSse(server, '/v1/chat/completions', long));
    expect(all.at(-1)?.usage).toMatchObject({ completion_tokens: 4000 });
    const text = all
      .slice(0, -2)
      .map((chunk) => object(choice(chunk).delta).content)
      .join('');
    expect(text).toMatch(/## Part 1\n[\s\S]*```python/);
  });

  test('thinks, calls tools and fits a schema', async () => {
    const server = await start({ ...FAST, installed });
    const model = 'qwen3:8b';
    const all = chunks(await readSse(server, '/v1/chat/completions', { ...body, model }));
    expect(object(choice(all[0]).delta).reasoning).toEqual(expect.any(String));
    const quiet = await readSse(server, '/v1/chat/completions', { ...body, model, reasoning_effort: 'none' });
    expect(quiet.join('')).not.toContain('reasoning');

    const parameters = { type: 'object', properties: { city: { type: 'string' } } };
    const tools = [{ type: 'function', function: { name: 'weather', parameters } }];
    const called = chunks(await readSse(server, '/v1/chat/completions', { ...body, model, tools }));
    const delta = called.flatMap((chunk) => objects(chunk.choices).map((one) => object(one.delta)));
    const calls = objects(delta.find((one) => one.tool_calls !== undefined)?.tool_calls);
    expect(calls[0]).toMatchObject({ type: 'function', function: { name: 'weather', arguments: '{"city":"hello"}' } });
    expect(choice(called.at(-2)).finish_reason).toBe('tool_calls');

    const schema = { type: 'object', properties: { name: { type: 'string' }, age: { type: 'integer' } } };
    const fitted = { model, messages, response_format: { type: 'json_schema', json_schema: { name: 'x', schema } } };
    const response = (await call(server, '/v1/chat/completions', { body: fitted })).json();
    const { content } = object(choice(response).message);
    expect(parseObject(String(content))).toEqual({ name: 'hello', age: 1 });
  });

  test('one slot: a second response waits for the first', async () => {
    const server = await start({ ...FAST, tokensPerSecond: 100, installed });
    await Promise.all([1, 2].map(() => call(server, '/api/chat', { body: { ...body, stream: false } })));
    const order = server
      .events()
      .map(({ event }) => event)
      .filter((event) => event.startsWith('generation'));
    expect(order).toEqual(['generation-started', 'generation-finished', 'generation-started', 'generation-finished']);
  });
});
