import { execFileSync } from 'node:child_process';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { eventually } from '../eventually.ts';
import type { Exit } from '../fake-ollama/src/types.ts';
import { call, type Json, objects, parseObject, stream } from './api-client.ts';
import { createFakeServers, FAST } from './fake-servers.ts';
import { isReal } from './ollama-under-test.ts';

const { start, stopAll } = createFakeServers();

afterEach(stopAll);

const messages = [{ role: 'user', content: 'hello' }];

/** The command lines of the members of a process group, as `ps` shows them. */
function group(pgid: number): readonly string[] {
  const lines = execFileSync('ps', ['-eo', 'pgid=,comm=,args='], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => Number(line.trim().split(/\s+/)[0]) === pgid);
}

describe.skipIf(isReal)('a start of the fake', () => {
  test('can be slow while the port is open', async () => {
    const server = await start({ startDelayMs: 600 }, { waitUntilReady: false });
    await eventually(() => expect(server.stderr()).toContain('Listening on'));
    const socket = connect(server.port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.destroy();
    expect(server.events().some(({ event }) => event === 'ready')).toBe(false);
    expect((await call(server, '/api/version')).status).toBe(200);
    expect(server.events().some(({ event }) => event === 'ready')).toBe(true);
  });

  test('can never become ready', async () => {
    const server = await start({ neverReady: true, startDelayMs: 0 }, { waitUntilReady: false });
    await eventually(() => expect(server.stderr()).toContain('discovering available GPUs'));
    const probe = fetch(`${server.baseUrl}/api/version`, { signal: AbortSignal.timeout(300) });
    await expect(probe).rejects.toThrow();
    server.kill('SIGTERM');
    expect(await server.exited).toEqual({ code: 0, signal: null });
  });

  test.each<[Exit, object]>([
    [{ code: 3 }, { code: 3, signal: null }],
    [{ signal: 'SIGKILL' }, { code: null, signal: 'SIGKILL' }],
  ])('can exit before it is ready: %j', async (exitBeforeReady, exit) => {
    const server = await start({ exitBeforeReady }, { waitUntilReady: false });
    expect(await server.exited).toEqual(exit);
  });

  test('can exit later, with a last line', async () => {
    const server = await start({ exitAfterMs: 1_000, exit: { code: 2, message: 'panic: out of luck' } });
    expect(await server.exited).toEqual({ code: 2, signal: null });
    expect(server.stderr()).toContain('panic: out of luck');
  });

  test('can have many models', async () => {
    const server = await start({ syntheticModels: 1000 });
    const models = objects((await call(server, '/api/tags')).json().models);
    expect(models).toHaveLength(1000);
    expect(objects((await call(server, '/v1/models')).json().data)).toHaveLength(1000);
  });

  test('reports its version, and records its environment in the events', async () => {
    const server = await start({ version: '0.30.1' }, { env: { OLLAMA_KEEP_ALIVE: '1h' } });
    expect((await call(server, '/api/version')).json()).toEqual({ version: '0.30.1' });
    const [first] = server.events();
    expect(first).toMatchObject({ event: 'start', args: ['serve'], env: { OLLAMA_KEEP_ALIVE: '1h' } });
  });
});

describe.skipIf(isReal)('a running fake', () => {
  test('can hang, and respond again', async () => {
    const server = await start({});
    server.setFake({ hang: true });
    await expect(fetch(`${server.baseUrl}/`, { signal: AbortSignal.timeout(200) })).rejects.toThrow();
    server.setFake({});
    expect((await call(server, '/')).status).toBe(200);
  });

  test('can ignore SIGTERM', async () => {
    const server = await start({ ignoreSigterm: true });
    server.kill('SIGTERM');
    await eventually(() => expect(server.events().at(-1)).toMatchObject({ event: 'signal', signal: 'SIGTERM' }));
    expect((await call(server, '/')).status).toBe(200);
  });

  test('calls itself ollama, its runner llama-server, and leaves its runner running when it is killed', async () => {
    const server = await start({ ...FAST, installed: ['tinyllama:latest'] });
    await call(server, '/api/generate', { body: { model: 'tinyllama' } });
    const before = group(server.pid).join('\n');
    expect(before).toMatch(/ ollama +ollama serve/);
    expect(before).toMatch(/ llama-server +llama-server --model \S+ --port \d+ --host 127\.0\.0\.1/);
    server.kill('SIGKILL');
    expect(await server.exited).toEqual({ code: null, signal: 'SIGKILL' });
    expect(group(server.pid).join('\n')).toMatch(/ llama-server +llama-server --model/);
  });

  test('can have a stray runner from its start', async () => {
    const server = await start({ strayRunner: true });
    expect(group(server.pid).join('\n')).toMatch(/llama-server --model \/dev\/null/);
    expect((await call(server, '/api/ps')).json()).toEqual({ models: [] });
  });

  test('fails a load with the text of the switch', async () => {
    const loadError = 'llama-server reported out-of-memory during startup: failed to allocate buffer';
    const server = await start({ ...FAST, loadError, installed: ['tinyllama:latest'] });
    const response = await call(server, '/v1/chat/completions', { body: { model: 'tinyllama', messages } });
    expect(response.status).toBe(500);
    expect(response.json()).toMatchObject({ error: { message: loadError, type: 'api_error' } });
  });

  test('cancels a load when its client disconnects', async () => {
    const server = await start({ ...FAST, loadDelayMs: 60_000, installed: ['tinyllama:latest'] });
    const disconnect = new AbortController();
    const load = fetch(`${server.baseUrl}/api/generate`, {
      method: 'POST',
      body: '{"model":"tinyllama"}',
      signal: disconnect.signal,
    }).catch(() => undefined);
    await eventually(() => expect(server.stderr()).toContain('starting llama-server'));
    expect((await call(server, '/api/ps')).json()).toEqual({ models: [] });
    disconnect.abort();
    await load;
    await eventually(() => expect(server.events().at(-1)).toMatchObject({ event: 'load-canceled' }));
  });

  test('reports that its runner died in the middle of a response', async () => {
    const server = await start({ ...FAST, tokensPerSecond: 50, installed: ['tinyllama:latest'] });
    const body = { model: 'tinyllama', messages: [{ role: 'user', content: 'write 4000 tokens' }] };
    const lines: Json[] = [];
    for await (const line of stream(server, '/api/chat', { body })) {
      lines.push(parseObject(line));
      const runner = server.events().find(({ event }) => event === 'model-loaded')?.runner;
      if (lines.length === 3) process.kill(Number(runner), 'SIGKILL');
    }
    expect(lines.at(-1)?.error).toMatch(/^model runner has unexpectedly stopped/);
    expect((await call(server, '/')).status).toBe(200);
  });
});
