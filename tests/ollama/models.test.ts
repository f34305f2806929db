import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../eventually.ts';
import { call, object, objects, readNdjson } from './api-client.ts';
import type { Registry } from './registry.ts';
import { type RunningOllama, startOllama } from './start-ollama.ts';
import { installTiny, startTinyRegistry } from './tiny-library.ts';
import { tinyModel } from './tiny-model.ts';

let registry: Registry;
let server: RunningOllama;
let model: string;

beforeAll(async () => {
  registry = await startTinyRegistry();
  server = await startOllama();
  model = await installTiny(server, registry, 'chat');
});

afterAll(async () => {
  await server.stop();
  await registry.close();
});

async function names() {
  return objects((await call(server, '/api/tags')).json().models).map(({ name }) => name);
}
async function loaded() {
  return objects((await call(server, '/api/ps')).json().models).map(({ name }) => name);
}

describe('installed models', () => {
  test('are listed with size, digest, details and capabilities', async () => {
    const [first] = objects((await call(server, '/api/tags')).json().models);
    expect(first).toMatchObject({ name: model, model, capabilities: ['completion'] });
    expect(first?.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(first?.size).toBeGreaterThan(tinyModel().length);
    expect(String(first?.modified_at)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/);
    expect(first?.details).toMatchObject({
      format: 'gguf',
      family: 'llama',
      families: ['llama'],
      quantization_level: 'F32',
      context_length: 512,
      embedding_length: 32,
    });
  });

  test('are shown with their metadata', async () => {
    const shown = (await call(server, '/api/show', { body: { model } })).json();
    expect(shown.details).toMatchObject({ family: 'llama', quantization_level: 'F32' });
    expect(shown.model_info).toMatchObject({ 'general.architecture': 'llama', 'llama.context_length': 512 });
    expect(shown.template).toContain('.Messages');
    expect(shown.capabilities).toContain('completion');
    expect(objects(shown.tensors)[0]).toMatchObject({ name: expect.any(String), shape: expect.any(Array) });
  });

  test('are listed for OpenAI clients', async () => {
    const list = (await call(server, '/v1/models')).json();
    expect(list.object).toBe('list');
    expect(objects(list.data)[0]).toEqual({
      id: model,
      object: 'model',
      created: expect.any(Number),
      owned_by: 'library',
    });
    expect((await call(server, '/v1/models/tiny-chat')).json()).toMatchObject({ id: 'tiny-chat', owned_by: 'library' });
  });

  test('are copied and deleted with empty responses', async () => {
    const copied = await call(server, '/api/copy', { body: { source: model, destination: 'other:one' } });
    expect([copied.status, copied.text]).toEqual([200, '']);
    expect(await names()).toContain('other:one');
    const deleted = await call(server, '/api/delete', { method: 'DELETE', body: { model: 'other:one' } });
    expect([deleted.status, deleted.text]).toEqual([200, '']);
    expect(await names()).not.toContain('other:one');
    expect(await names()).toContain(model);
  });

  test('are found whatever the case', async () => {
    expect((await call(server, '/api/show', { body: { model: 'TINY-CHAT' } })).status).toBe(200);
  });

  test('are found with the tag suffix :local', async () => {
    const local = `${model}:local`;
    expect((await call(server, '/api/show', { body: { model: local } })).status).toBe(200);
    expect((await call(server, `/v1/models/${local}`)).json()).toMatchObject({ id: local });
  });

  test('survive a restart', async () => {
    const second = await startOllama({ env: { OLLAMA_MODELS: `${server.home}/.ollama/models` } });
    try {
      expect(objects((await call(second, '/api/tags')).json().models).map(({ name }) => name)).toContain(model);
    } finally {
      await second.stop();
    }
  });

  test('are created from another one', async () => {
    const body = { model: 'polite', from: model, system: 'Be polite.' };
    const lines = (await readNdjson(server, '/api/create', body)).map(({ status }) => status);
    expect(lines.slice(-2)).toEqual(['writing manifest', 'success']);
    expect(lines[0]).toMatch(/^using existing layer sha256:/);
    expect((await call(server, '/api/show', { body: { model: 'polite' } })).json().system).toBe('Be polite.');
    await call(server, '/api/delete', { method: 'DELETE', body: { model: 'polite' } });
  });
});

describe('blobs', () => {
  test('are stored once, and rejected when the digest is wrong', async () => {
    const content = `blob of ${server.port}`;
    const path = `/api/blobs/sha256:${createHash('sha256').update(content).digest('hex')}`;
    expect((await call(server, path, { method: 'HEAD' })).status).toBe(404);
    expect((await call(server, path, { body: content })).status).toBe(201);
    expect((await call(server, path, { method: 'HEAD' })).status).toBe(200);
    expect((await call(server, path, { body: content })).status).toBe(200);
    const wrong = await call(server, `/api/blobs/sha256:${'0'.repeat(64)}`, { body: content });
    expect(wrong.status).toBe(400);
    expect(wrong.json().error).toMatch(/^digest mismatch, expected "sha256:0{64}", got "sha256:/);
  });
});

describe('memory', () => {
  test('a model is loaded, listed when loading is over, and unloaded', async () => {
    const load = await call(server, '/api/generate', { body: { model, keep_alive: '10m' } });
    expect(load.json()).toMatchObject({ model, response: '', done: true, done_reason: 'load' });
    const [entry] = objects((await call(server, '/api/ps')).json().models);
    expect(entry).toMatchObject({
      name: model,
      model,
      context_length: expect.any(Number),
      size_vram: expect.any(Number),
    });
    expect(object(entry?.details).family).toBe('llama');
    const left = Date.parse(String(entry?.expires_at)) - Date.now();
    expect(left).toBeGreaterThan(9 * 60_000);
    expect(left).toBeLessThan(11 * 60_000);

    const unload = await call(server, '/api/generate', { body: { model, keep_alive: 0 } });
    expect(unload.json()).toMatchObject({ done: true, done_reason: 'unload' });
    await expect.poll(loaded).toEqual([]);
  });

  test('a chat without messages loads too, and the model is unloaded when its time is up', async () => {
    const load = await call(server, '/api/chat', { body: { model, messages: [], keep_alive: 1 } });
    expect(load.json()).toMatchObject({ message: { role: 'assistant', content: '' }, done: true, done_reason: 'load' });
    await expect.poll(loaded).toEqual([]);
  });

  test('runners exit with the server', async () => {
    const other = await startOllama({ env: { OLLAMA_MODELS: `${server.home}/.ollama/models` } });
    await call(other, '/api/generate', { body: { model } });
    other.kill('SIGTERM');
    expect(await other.exited).toEqual({ code: 0, signal: null });
    await eventually(() => expect(() => process.kill(-other.pid, 0)).toThrow());
    await other.stop();
  });
});
