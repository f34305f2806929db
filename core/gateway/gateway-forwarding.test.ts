import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Endpoint } from '../ollama/endpoint.ts';
import { SECRETS } from './testing/gateway-fixture.ts';
import { openServerFixture, type ServerFixture } from './testing/server-fixture.ts';

describe('what the gateway forwards', () => {
  let server: ServerFixture;
  beforeEach(async () => {
    server = await openServerFixture();
  });
  afterEach(async () => {
    expect(await server.close()).toEqual([]);
  });

  it('is a few headers and the server’s own host, and nothing that identifies the client', async () => {
    const { send, port } = await server.open();
    const headers = {
      cookie: 'c=1',
      'x-forwarded-for': '1.2.3.4',
      'x-any': 'y',
      accept: 'text/any',
      'user-agent': 'me/1',
    };
    const more = { 'anthropic-version': '2023-06-01', 'x-api-key': SECRETS.inference, connection: 'accept' };
    const init = {
      method: 'POST',
      body: ' {"model": "llama3.2"} ',
      headers: { ...headers, ...more, 'accept-encoding': 'gzip' },
    };
    expect((await send('/v1/messages?beta=true&model=other&key=secret', init)).status).toBe(200);
    expect(server.received[0]?.url).toMatch(/^\/v1\/messages\?corral=[0-9a-f]+$/);
    expect(server.received[0]?.headers).toEqual({
      accept: 'text/any',
      'user-agent': 'me/1',
      'anthropic-version': '2023-06-01',
      host: `127.0.0.1:${server.endpoint().port}`,
      'content-type': 'application/json',
      'content-length': '27',
      connection: 'keep-alive',
    });
    expect(port).not.toBe(server.endpoint().port);
  });

  it('is the server’s response, without CORS and connection headers', async () => {
    server.respond((_request, response) => {
      const own = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Credentials': 'true' };
      response.writeHead(429, { ...own, 'Retry-After': '7', Connection: 'close, X-Hop', 'X-Hop': '1', 'X-Any': 'a' });
      response.end('{"error":"busy"}');
    });
    const {
      send,
      fixture: { records },
    } = await server.open({ origins: ['https://app.example'] });
    const response = await send('/api/version', { headers: { origin: 'https://app.example' } });
    expect([response.status, await response.text()]).toEqual([429, '{"error":"busy"}']);
    const { headers } = response;
    expect(headers.get('retry-after')).toBe('7');
    expect(headers.get('x-any')).toBe('a');
    expect(headers.get('x-hop')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect(headers.get('vary')).toBe('Origin');
    await expect.poll(() => records[0]).toMatchObject({ status: 429, outcome: 'failed' });
  });

  it('is no preflight: the gateway responds itself', async () => {
    const { url } = await server.open({ origins: ['https://app.example'] });
    const headers = { origin: 'https://app.example', 'access-control-request-method': 'POST' };
    const response = await fetch(`${url}/v1/responses`, { method: 'OPTIONS', headers });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-methods')).toContain('POST');
    expect(server.received).toEqual([]);
  });

  it('is a response chunk by chunk, as it arrives', async () => {
    let more: (() => void) | undefined;
    server.respond((_request, response) => {
      response.write('{"n":1}\n');
      more = () => void response.end('{"n":2}\n');
    });
    const { chat } = await server.open();
    const reader = (await chat()).body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('{"n":1}\n');
    more?.();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('{"n":2}\n');
  });

  it('is a blob as a stream, which stops when its client does', async () => {
    const digest = `sha256:${'0'.repeat(64)}`;
    let bytes = 0;
    server.respond((request, response) => {
      request.on('data', (chunk: Buffer) => {
        bytes += chunk.byteLength;
      });
      request.on('end', () => response.writeHead(201).end());
    });
    const { send, url } = await server.open({ limits: { stalledMs: 400 } });
    const body = Buffer.alloc(40 * 1024 * 1024, 1);
    expect((await send(`/api/blobs/${digest}`, { method: 'POST', body }, SECRETS.full)).status).toBe(201);
    expect(bytes).toBe(body.byteLength);
    expect(server.received[0]?.headers['content-length']).toBe(String(body.byteLength));

    const headers = { authorization: `Bearer ${SECRETS.full}`, 'content-length': '1000' };
    const stalled = request(`${url}/api/blobs/${digest}`, { method: 'POST', headers });
    stalled.write('beginning');
    await expect.poll(() => server.received.length).toBe(2);
    await expect(once(stalled, 'response')).rejects.toThrow();
    await expect.poll(() => server.received[1]?.destroyed).toBe(true);
  });

  it('leaves the server to decide whether a model is local while a request may change that', async () => {
    const { send, chat, fixture } = await server.open();
    const sent: string[] = [];
    let pulled: (() => void) | undefined;
    server.respond(async (request, response) => {
      const { model }: { model: string } = JSON.parse(await text(request));
      if (request.url?.startsWith('/api/pull')) pulled = () => void response.end('{"status":"success"}');
      else {
        sent.push(model);
        response.end('{}');
      }
    });
    const pull = send('/api/pull', { method: 'POST', body: '{"model":"LLAMA3.2:latest"}' }, SECRETS.full);
    await expect.poll(() => pulled).toBeDefined();
    await chat();
    await chat({ body: '{"model":"gpt-4o-mini"}' });
    await chat({ body: '{"model":"other"}' });
    pulled?.();
    await (await pull).text();
    await chat();
    expect(sent).toEqual(['llama3.2:latest:local', 'llama3.2:latest:local', 'other:latest', 'llama3.2:latest']);
    expect(fixture.records.filter(({ path }) => path === '/api/chat').map(({ model }) => model)).toEqual([
      ...['llama3.2:latest', 'llama3.2:latest', 'other:latest', 'llama3.2:latest'],
    ]);
  });

  it('is an error when the server isn’t running, and when it quits', async () => {
    const at: { upstream: Endpoint | null } = { upstream: server.endpoint() };
    const {
      send,
      chat,
      fixture: { records, refresh },
    } = await server.open({ upstream: () => at.upstream });
    server.respond((_request, response) => {
      response.write('{');
      setImmediate(() => response.destroy());
    });
    await expect(chat().then((response) => response.text())).rejects.toThrow();
    await expect.poll(() => records[0]?.outcome).toBe('failed');
    server.respond((request) => request.socket.destroy());
    expect((await chat()).status).toBe(502);
    server.stop();
    const unreachable = await send('/v1/models');
    expect([unreachable.status, await unreachable.json()]).toMatchObject([
      502,
      { error: { code: 'server_not_running' } },
    ]);
    at.upstream = null;
    refresh();
    const down = await chat();
    expect([down.status, await down.json()]).toMatchObject([503, { error: expect.stringContaining("isn't running") }]);
    expect(records.at(-1)).toMatchObject({
      status: 503,
      errorType: 'server_not_running',
      outcome: 'failed',
      model: null,
    });
  });
});
