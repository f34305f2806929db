import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { eventually } from '../eventually.ts';
import { call, objects, parseObject, readNdjson, stream } from './api-client.ts';
import { createFakeServers } from './fake-servers.ts';
import { isReal } from './ollama-under-test.ts';
import type { RunningOllama } from './start-ollama.ts';

const { start, stopAll } = createFakeServers();

afterEach(stopAll);

describe.skipIf(isReal)('a pull of the fake', () => {
  const pull = (server: RunningOllama, model = 'tinyllama') => readNdjson(server, '/api/pull', { model });

  test('downloads a model of its own library, layer by layer', async () => {
    const server = await start({ pullBytesPerSecond: 4e9 });
    const lines = await pull(server);
    expect(lines[0]).toEqual({ status: 'pulling manifest' });
    expect(lines.at(-1)).toEqual({ status: 'success' });
    const first = lines.filter(({ digest }) => digest !== undefined);
    expect(first[0]).toMatchObject({ total: 637699456 });
    const [model] = objects((await call(server, '/api/tags')).json().models);
    expect(model).toMatchObject({
      name: 'tinyllama:latest',
      details: { parameter_size: '1B', quantization_level: 'Q4_0' },
    });
  });

  test('resumes where it stopped, even after a restart', async () => {
    const home = mkdtempSync(join(tmpdir(), 'corral-ollama-'));
    try {
      const first = await start({ pullBytesPerSecond: 1e9 }, { home });
      for await (const line of stream(first, '/api/pull', { body: { model: 'tinyllama' } })) {
        if (Number(parseObject(line).completed) > 200_000_000) break;
      }
      await eventually(() => expect(first.events().at(-1)?.event).toBe('pull-canceled'));
      first.kill('SIGTERM');
      await first.exited;
      const second = await start({ pullBytesPerSecond: 1e9 }, { home });
      const lines = await pull(second);
      expect(lines.find(({ completed }) => completed !== undefined)?.completed).toBeGreaterThan(200_000_000);
      expect(lines.at(-1)).toEqual({ status: 'success' });
    } finally {
      await stopAll();
      rmSync(home, { recursive: true, force: true });
    }
  });

  test('fails for an unknown model and for an unreachable registry', async () => {
    const server = await start({});
    expect((await pull(server, 'no-such-model'))[1]).toEqual({ error: 'pull model manifest: file does not exist' });
    server.setFake({ registryUnreachable: true });
    expect((await pull(server))[1]?.error).toMatch(/dial tcp: lookup registry\.ollama\.ai: no such host$/);
  });

  test('fails when the disk is full', async () => {
    const server = await start({ pullBytesPerSecond: 4e9, pullFault: { kind: 'diskFull', afterBytes: 100_000_000 } });
    expect((await pull(server)).at(-1)?.error).toMatch(/^write \S+-partial: no space left on device$/);
  });

  test('retries a lost connection, then gives up', async () => {
    const pullFault = { kind: 'networkLoss', afterBytes: 50_000_000 } as const;
    const server = await start({ pullBytesPerSecond: 4e9, pullRetryMs: 1, pullFault });
    expect((await pull(server)).at(-1)?.error).toMatch(/^max retries exceeded: read tcp .* connection reset by peer$/);
    server.setFake({ pullFault: null });
    expect((await pull(server)).at(-1)).toEqual({ status: 'success' });
  });
});
