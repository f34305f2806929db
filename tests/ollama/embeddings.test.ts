import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, type Json, objects } from './api-client.ts';
import type { Registry } from './registry.ts';
import { type RunningOllama, startOllama } from './start-ollama.ts';
import { installTiny, startTinyRegistry } from './tiny-library.ts';

let registry: Registry;
let server: RunningOllama;
let model: string;

beforeAll(async () => {
  registry = await startTinyRegistry();
  server = await startOllama();
  model = await installTiny(server, registry, 'embed');
});

afterAll(async () => {
  await server.stop();
  await registry.close();
});

async function embed(body: Json) {
  return (await call(server, '/v1/embeddings', { body: { model, ...body } })).json();
}

function numbers(value: unknown): readonly number[] {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'number')) throw new Error('not a vector');
  return value;
}

function decode(value: unknown): readonly number[] {
  if (typeof value !== 'string') throw new Error('not base64');
  const bytes = Buffer.from(value, 'base64');
  return Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(i * 4));
}

test('one text gives one unit vector', async () => {
  const response = await embed({ input: 'the red bird' });
  expect(response).toMatchObject({ object: 'list', model, usage: { prompt_tokens: expect.any(Number) } });
  const [first] = objects(response.data);
  expect(first).toMatchObject({ object: 'embedding', index: 0 });
  const vector = numbers(first?.embedding);
  expect(vector).toHaveLength(32);
  expect(Math.hypot(...vector)).toBeCloseTo(1, 3);
});

test('a list gives one vector each, in order', async () => {
  const [a] = objects((await embed({ input: 'the red bird' })).data);
  const list = objects((await embed({ input: ['the red bird', 'a small house'] })).data);
  expect(list.map(({ index }) => index)).toEqual([0, 1]);
  const alone = numbers(a?.embedding);
  numbers(list[0]?.embedding).forEach((value, i) => {
    expect(value).toBeCloseTo(alone[i] ?? Number.NaN, 3);
  });
});

test('base64 holds the same numbers', async () => {
  const [plain] = objects((await embed({ input: 'the red bird' })).data);
  const [packed] = objects((await embed({ input: 'the red bird', encoding_format: 'base64' })).data);
  const expected = numbers(plain?.embedding);
  decode(packed?.embedding).forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 4);
  });
});

test('/api/embed and /api/embeddings respond in their own shapes', async () => {
  const native = (await call(server, '/api/embed', { body: { model, input: ['a', 'b'] } })).json();
  expect(native).toMatchObject({ model, embeddings: [expect.any(Array), expect.any(Array)] });
  const legacy = (await call(server, '/api/embeddings', { body: { model, prompt: 'a' } })).json();
  expect(numbers(legacy.embedding)).toHaveLength(32);
});

test.each([
  [{ input: [] }, 'invalid input'],
  [{ input: [1, 2] }, 'invalid input type'],
  [
    { input: 'a', encoding_format: 'hex' },
    "Invalid value for 'encoding_format' = hex. Supported values: ['float', 'base64'].",
  ],
])('%j is refused', async (body, message) => {
  const response = await call(server, '/v1/embeddings', { body: { model, ...body } });
  expect(response.status).toBe(400);
  expect(response.json()).toEqual({ error: { message, type: 'invalid_request_error', param: null, code: null } });
});

test('the model lists embedding among its capabilities, and refuses to chat', async () => {
  const [listed] = objects((await call(server, '/api/tags')).json().models);
  expect(listed?.capabilities).toEqual(['embedding']);
  const response = await call(server, '/api/chat', { body: { model, messages: [{ role: 'user', content: 'a' }] } });
  expect([response.status, response.json().error]).toEqual([400, `"${model}" does not support chat`]);
});
