import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { call, type Json, objects, parseObject, readNdjson, stream } from './api-client.ts';
import { freePort } from './free-port.ts';
import { type Registry, startRegistry } from './registry.ts';
import { type RunningOllama, startOllama } from './start-ollama.ts';
import { tinyModel } from './tiny-model.ts';

const BIG = 4_000_000;

let registry: Registry;
let server: RunningOllama;

beforeEach(async () => {
  registry = await startRegistry();
  // Weights that end in noise: the header describes the model, the size makes a pull last long enough to be seen.
  registry.publish('big', [{ kind: 'model', content: Buffer.concat([tinyModel(), randomBytes(BIG)]) }]);
  server = await startOllama();
});

afterEach(async () => {
  await server.stop();
  await registry.close();
});

function request() {
  return { model: registry.name('big'), insecure: true };
}
function statuses(lines: readonly Json[]) {
  return lines.map(({ status }) => status);
}
function partials() {
  return readdirSync(join(server.home, '.ollama', 'models', 'blobs')).filter((name) => name.includes('-partial'));
}

/** Pulls until some of the big layer has arrived, and disconnects. */
async function pullSome(): Promise<number> {
  registry.stallAfter(1_000_000);
  for await (const line of stream(server, '/api/pull', { body: request() })) {
    const { completed } = parseObject(line);
    if (typeof completed === 'number' && completed > 0) {
      registry.stallAfter(null);
      // Leaving the loop closes the connection.
      return completed;
    }
  }
  throw new Error('the pull ended before the client disconnected');
}

test('reports its steps, and each layer with its total', async () => {
  registry.stallAfter(null);
  const lines = await readNdjson(server, '/api/pull', request());
  expect(lines[0]).toEqual({ status: 'pulling manifest' });
  expect(statuses(lines).slice(-3)).toEqual(['verifying sha256 digest', 'writing manifest', 'success']);
  expect(objects((await call(server, '/api/tags')).json().models)).toHaveLength(1);
});

test('a second pull has nothing to download', async () => {
  await readNdjson(server, '/api/pull', request());
  const lines = await readNdjson(server, '/api/pull', request());
  const layers = lines.filter(({ digest }) => digest !== undefined);
  expect(layers).toHaveLength(2);
  for (const { completed, total } of layers) expect(completed).toBe(total);
});

test('shows progress with status, digest and total', async () => {
  registry.stallAfter(1_000_000);
  const disconnect = new AbortController();
  const seen: Json[] = [];
  const reading = (async () => {
    for await (const line of stream(server, '/api/pull', { body: request(), signal: disconnect.signal }))
      seen.push(parseObject(line));
  })().catch(() => undefined);
  await expect.poll(() => seen.some(({ completed }) => completed === 1_000_000)).toBe(true);
  disconnect.abort();
  await reading;
  const line = seen.find(({ completed }) => completed === 1_000_000);
  expect(line?.total).toBe(tinyModel().length + BIG);
  expect(line?.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(line?.status).toBe(`pulling ${String(line?.digest).slice(7, 19)}`);
});

test('disconnecting cancels the pull, keeps what arrived, and the next pull resumes from there', async () => {
  const before = await pullSome();
  await expect.poll(partials).not.toEqual([]);
  expect(objects((await call(server, '/api/tags')).json().models)).toEqual([]);
  const lines = await readNdjson(server, '/api/pull', request());
  expect(lines.at(-1)).toEqual({ status: 'success' });
  const resumed = registry.ranges().some((range) => Number(/bytes=(\d+)/.exec(range)?.[1]) >= before);
  expect(resumed).toBe(true);
  expect(partials()).toEqual([]);
});

test('two pulls of one model share the download', async () => {
  registry.stallAfter(1_000_000);
  const first = new AbortController();
  const second = new AbortController();
  const watch = async ({ signal }: AbortController): Promise<number> => {
    for await (const line of stream(server, '/api/pull', { body: request(), signal })) {
      const { completed } = parseObject(line);
      if (completed === 1_000_000) return completed;
    }
    return 0;
  };
  expect(await Promise.all([watch(first), watch(second)])).toEqual([1_000_000, 1_000_000]);
  first.abort();
  second.abort();
  expect(registry.ranges()).toHaveLength(1);
});

test('an unknown model is a line of the stream, after status 200', async () => {
  const lines = await readNdjson(server, '/api/pull', { model: registry.name('nothing'), insecure: true });
  expect(lines).toEqual([{ status: 'pulling manifest' }, { error: 'pull model manifest: file does not exist' }]);
});

test('without a stream the failure is status 500', async () => {
  const response = await call(server, '/api/pull', {
    body: { model: registry.name('nothing'), insecure: true, stream: false },
  });
  expect(response.status).toBe(500);
  expect(response.json()).toEqual({ error: 'pull model manifest: file does not exist' });
});

test('an unreachable registry is a line of the stream', async () => {
  const port = await freePort();
  const lines = await readNdjson(server, '/api/pull', { model: `http://127.0.0.1:${port}/test/big`, insecure: true });
  expect(lines[1]?.error).toBe(
    `pull model manifest: Get "http://127.0.0.1:${port}/v2/test/big/manifests/latest": dial tcp 127.0.0.1:${port}: connect: connection refused`,
  );
});

test('a connection broken in the middle is retried', async () => {
  registry.disconnectAfter(500_000);
  const reading = readNdjson(server, '/api/pull', request());
  await expect.poll(() => registry.ranges().length).toBeGreaterThan(0);
  registry.disconnectAfter(null);
  expect((await reading).at(-1)).toEqual({ status: 'success' });
  expect(registry.ranges().length).toBeGreaterThan(1);
});

test('an invalid name is rejected', async () => {
  const response = await call(server, '/api/pull', { body: { model: 'not a name' } });
  expect([response.status, response.json().error]).toEqual([400, 'invalid model name']);
});
