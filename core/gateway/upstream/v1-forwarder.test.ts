import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ActivityEntry } from '../../../contract/activity.ts';
import { eventually } from '../../../tests/eventually.ts';
import { type ActivityLog, createActivityLog } from '../../activity/activity-log.ts';
import type { Endpoint } from '../../ollama/probe-version.ts';
import { endpointOf } from '../policy/gateway-routes.ts';
import { createV1Forwarder } from './v1-forwarder.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

async function read(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('the /v1 forwarder', () => {
  let server: Server;
  let handle: Handler;
  let upstream: Endpoint | null;
  let activity: ActivityLog;
  let forward: (request: Request) => Promise<Response>;

  beforeEach(async () => {
    server = createServer((request, response) => handle(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    upstream = { host: '127.0.0.1', port: typeof address === 'object' ? (address?.port ?? 0) : 0 };
    activity = createActivityLog({ endpointOf });
    forward = createV1Forwarder({ upstream: () => upstream, activity, onChunk: () => undefined });
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  const entry = async (): Promise<ActivityEntry | undefined> => {
    const feed = activity.watch();
    const first = await feed.next();
    await feed.return();
    return first.value?.entries.at(-1);
  };
  const outcome = () => eventually(async () => expect((await entry())?.outcome).not.toBe('running'));
  const chat = (init: RequestInit = {}) =>
    new Request('http://page/v1/chat/completions?x=1', {
      method: 'POST',
      body: JSON.stringify({ model: 'm', messages: [] }),
      headers: { 'content-type': 'application/json' },
      ...init,
    });

  it('relays each chunk as it arrives, and records the usage', async () => {
    let next: (text: string) => void = () => undefined;
    handle = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'access-control-allow-origin': '*' });
      next = (text) => response.write(`data: ${text}\n\n`);
      response.flushHeaders();
    };
    const response = await forward(chat());
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    for (const piece of ['{"a":1}', '{"usage":{"prompt_tokens":26,"completion_tokens":12}}', '[DONE]']) {
      next(piece);
      expect((await reader?.read())?.value).toBe(`data: ${piece}\n\n`);
    }
    server.closeAllConnections();
    await reader?.cancel();
    await outcome();
    expect(await entry()).toMatchObject({
      method: 'POST',
      path: '/v1/chat/completions',
      model: 'm',
      status: 200,
      outcome: 'canceled',
      promptTokens: 26,
      completionTokens: 12,
    });
    expect((await entry())?.firstByteMs).toBeTypeOf('number');
  });

  it('forwards only what the server needs', async () => {
    const seen: { headers?: IncomingMessage['headers']; url?: string | undefined; body?: string } = {};
    handle = async (request, response) => {
      Object.assign(seen, { headers: request.headers, url: request.url, body: await read(request) });
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"usage":{"prompt_tokens":1,"completion_tokens":2}}');
    };
    const secret = {
      authorization: 'Bearer k',
      cookie: 'c=1',
      origin: 'http://evil',
      'x-api-key': 'k',
      'x-forwarded-for': '1',
    };
    const response = await forward(
      chat({ headers: { ...secret, 'content-type': 'application/json', 'anthropic-version': '1', accept: 'a/b' } }),
    );
    await response.text();
    expect(seen.url).toMatch(/^\/v1\/chat\/completions\?x=1&corral=[0-9a-f]{16}$/);
    expect(seen.body).toContain('"model":"m"');
    expect(seen.headers).toMatchObject({
      'anthropic-version': '1',
      accept: 'a/b',
      host: `127.0.0.1:${upstream?.port}`,
    });
    for (const name of Object.keys(secret)) expect(seen.headers).not.toHaveProperty(name);
    expect(await entry()).toMatchObject({ outcome: 'done', promptTokens: 1, completionTokens: 2 });
  });

  it.each(['the client aborts', 'the body is canceled'])('stops the server when %s', async (how) => {
    const closed = Promise.withResolvers<void>();
    handle = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: {}\n\n');
      response.on('close', closed.resolve);
    };
    const abort = new AbortController();
    const response = await forward(chat({ signal: abort.signal }));
    const reader = response.body?.getReader();
    await reader?.read();
    if (how === 'the client aborts') {
      abort.abort();
      await expect(reader?.read()).rejects.toThrow();
    } else await reader?.cancel();
    await closed.promise;
    await outcome();
    expect(await entry()).toMatchObject({ outcome: 'canceled' });
  });

  it('stops the server when the client aborts before a response began', async () => {
    const closed = Promise.withResolvers<void>();
    const arrived = Promise.withResolvers<void>();
    handle = (_request, response) => {
      arrived.resolve();
      response.on('close', closed.resolve);
    };
    const abort = new AbortController();
    const response = forward(chat({ signal: abort.signal }));
    await arrived.promise;
    abort.abort();
    await expect(response).rejects.toThrow();
    await closed.promise;
    expect(await entry()).toMatchObject({ outcome: 'canceled', status: null });
  });

  it('records a response that breaks off or lacks its terminator as failed', async () => {
    handle = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end('data: {}\n\n');
    };
    await (await forward(chat())).text();
    expect(await entry()).toMatchObject({ outcome: 'failed', status: 200 });
    handle = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: {}\n\n', () => response.destroy());
    };
    await expect((await forward(chat())).text()).rejects.toThrow();
    expect(await entry()).toMatchObject({ outcome: 'failed', status: 200 });
  });

  it('relays an error of the server', async () => {
    handle = (_request, response) =>
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":{}}');
    const response = await forward(new Request('http://page/v1/models/x'));
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: {} });
    expect(await entry()).toMatchObject({ outcome: 'failed', status: 404, model: null });
  });

  it.each([
    ['http://page/api/tags', {}, 404],
    ['http://page/v1/../api/delete', {}, 404],
    ['http://page/v1', {}, 404],
    ['http://page/v1x/models', {}, 404],
    ['http://page/v1/models', { method: 'DELETE' }, 405],
    ['http://page/v1/x', { method: 'POST', body: 'x', headers: { 'content-encoding': 'zstd' } }, 415],
  ])('rejects %s %j', async (url, init, status) => {
    handle = (_request, response) => response.end('reached');
    const response = await forward(new Request(url, init));
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { message: expect.any(String) } });
  });

  it('rejects a body of more than 32 MB', async () => {
    handle = (_request, response) => response.end('reached');
    const response = await forward(chat({ body: new Uint8Array(33 * 1024 * 1024) }));
    expect(response.status).toBe(413);
    expect(await entry()).toMatchObject({ status: 413, outcome: 'failed' });
  });

  it('responds in OpenAI’s error format when the server isn’t running', async () => {
    const down = { error: { type: 'server_not_running', param: null, code: 'server_not_running' } };
    upstream = null;
    const response = await forward(chat());
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject(down);
    upstream = { host: '127.0.0.1', port: 1 };
    expect(await (await forward(chat())).json()).toMatchObject(down);
    expect(await entry()).toMatchObject({
      status: 503,
      errorType: 'server_not_running',
      outcome: 'failed',
      model: 'm',
    });
  });
});
