import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call } from './api-client.ts';
import type { Registry } from './registry.ts';
import { type RunningOllama, startOllama } from './start-ollama.ts';
import { installTiny, startTinyRegistry } from './tiny-library.ts';

let registry: Registry;
let server: RunningOllama;

beforeAll(async () => {
  registry = await startTinyRegistry();
  server = await startOllama();
});

afterAll(async () => {
  await server.stop();
  await registry.close();
});

const messages = [{ role: 'user', content: 'hello' }];

test('with no models the lists are empty, OpenAI style null', async () => {
  expect((await call(server, '/api/tags')).json()).toEqual({ models: [] });
  expect((await call(server, '/api/ps')).json()).toEqual({ models: [] });
  expect((await call(server, '/v1/models')).json()).toEqual({ object: 'list', data: null });
});

describe('native errors', () => {
  test.each([
    ['/api/chat', { model: 'nothing', messages }, 404, "model 'nothing' not found"],
    ['/api/generate', { model: 'nothing', prompt: 'a' }, 404, "model 'nothing' not found"],
    ['/api/show', { model: 'nothing' }, 404, "model 'nothing:latest' not found"],
    ['/api/chat', { model: 'nothing:1b:local', messages }, 404, "model 'nothing:1b:local' not found"],
    ['/api/show', { model: 'nothing:1b:local' }, 404, "model 'nothing:1b' not found"],
    ['/api/embed', { model: 'nothing', input: 'a' }, 404, 'model "nothing" not found, try pulling it first'],
    ['/api/copy', { source: 'nothing', destination: 'other' }, 404, 'model "nothing" not found'],
    ['/api/copy', { source: '', destination: 'other' }, 400, 'source "" is invalid'],
    ['/api/chat', { messages }, 400, 'model is required'],
    ['/api/generate', { prompt: 'a' }, 404, "model '' not found"],
    ['/api/create', { model: 'made' }, 400, "neither 'from' or 'files' was specified"],
    ['/api/chat', '', 400, 'missing request body'],
    ['/api/chat', '{"model":', 400, 'unexpected EOF'],
    ['/api/chat', 'x', 400, "invalid character 'x' looking for beginning of value"],
    [
      '/api/chat',
      { model: 'nothing', messages: 'text' },
      400,
      'json: cannot unmarshal string into Go struct field ChatRequest.messages of type []api.Message',
    ],
  ])('%s %j', async (path, body, status, error) => {
    const response = await call(server, path, { body });
    expect([response.status, response.json()]).toEqual([status, { error }]);
  });

  test('DELETE of an unknown model', async () => {
    const response = await call(server, '/api/delete', { method: 'DELETE', body: { model: 'nothing' } });
    expect([response.status, response.json()]).toEqual([404, { error: "model 'nothing' not found" }]);
  });
});

describe('OpenAI errors', () => {
  test.each([
    ['/v1/chat/completions', { model: 'nothing', messages }, 404, "model 'nothing' not found"],
    ['/v1/chat/completions', { model: 'nothing', messages, stream: true }, 404, "model 'nothing' not found"],
    ['/v1/chat/completions', { model: 'nothing', messages: [] }, 400, "[] is too short - 'messages'"],
    [
      '/v1/chat/completions',
      { model: 'nothing', messages: [{ role: 'user', content: null }] },
      400,
      'invalid message content type: <nil>',
    ],
    ['/v1/completions', { model: 'nothing', prompt: 'a' }, 404, "model 'nothing' not found"],
    ['/v1/embeddings', { model: 'nothing', input: 'a' }, 404, 'model "nothing" not found, try pulling it first'],
    ['/v1/chat/completions', '', 400, 'EOF'],
  ])('%s %j', async (path, body, status, message) => {
    const response = await call(server, path, { body });
    const type = status === 404 ? 'not_found_error' : 'invalid_request_error';
    expect(response.status).toBe(status);
    expect(response.json()).toEqual({ error: { message, type, param: null, code: null } });
  });

  test('an unknown id', async () => {
    const response = await call(server, '/v1/models/nothing');
    expect(response.status).toBe(404);
    expect(response.json()).toMatchObject({
      error: { message: "model 'nothing:latest' not found", type: 'not_found_error' },
    });
  });
});

test('a missing capability is named in the error', async () => {
  const model = await installTiny(server, registry, 'chat');
  const think = await call(server, '/api/chat', { body: { model, messages, think: true } });
  expect([think.status, think.json().error]).toEqual([400, `"${model}" does not support thinking`]);
  const tools = [{ type: 'function', function: { name: 'add', parameters: { type: 'object', properties: {} } } }];
  const response = await call(server, '/api/chat', { body: { model, messages, tools } });
  expect([response.status, response.json().error]).toEqual([
    400,
    `registry.ollama.ai/library/${model} does not support tools`,
  ]);
  const keep = await call(server, '/api/generate', { body: { model, prompt: 'a', keep_alive: '10' } });
  expect([keep.status, keep.json().error]).toEqual([400, 'time: missing unit in duration "10"']);
});
