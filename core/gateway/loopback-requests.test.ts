import { once } from 'node:events';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GatewayFixture, openGatewayFixture } from './testing/gateway-fixture.ts';

describe('a loopback listener', () => {
  let server: Server;
  let handle: RequestListener;
  let upstream: number;
  let port: number;
  let fixture: GatewayFixture;

  beforeEach(async () => {
    server = createServer((request, response) => handle(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    upstream = typeof address === 'object' && address ? address.port : 0;
    const endpoint = { host: '127.0.0.1', port: upstream };
    fixture = await openGatewayFixture({ upstream: () => endpoint, listener: { keyed: false } });
    port = fixture.listener.port;
  });
  afterEach(async () => {
    await fixture.close();
    expect(fixture.unexpected).toEqual([]);
    server.closeAllConnections();
    server.close();
  });

  const url = (path: string) => `http://127.0.0.1:${port}${path}`;
  const statusOf = async (raw: string): Promise<string> => {
    const socket = connect(port, '127.0.0.1');
    socket.write(raw);
    const [first]: Buffer[] = await once(socket, 'data');
    socket.destroy();
    return first?.toString().slice(9, 12) ?? '';
  };

  it('forwards every route, with the server’s Host and nothing that identifies the client', async () => {
    const seen: { headers?: IncomingMessage['headers']; url?: string | undefined; method?: string | undefined } = {};
    handle = (request, response) => {
      Object.assign(seen, { headers: request.headers, url: request.url, method: request.method });
      response.end('yes');
    };
    const headers = {
      authorization: 'Bearer k',
      cookie: 'c',
      'x-forwarded-for': '1.2.3.4',
      origin: 'http://localhost:3000',
    };
    const response = await fetch(url('/api/delete?a=b'), { method: 'DELETE', body: '{"model":"m"}', headers });
    expect(await response.text()).toBe('yes');
    expect(seen).toMatchObject({ url: expect.stringMatching(/^\/api\/delete\?a=b&corral=/), method: 'DELETE' });
    expect(seen.headers).toMatchObject({ host: `127.0.0.1:${upstream}`, origin: headers.origin });
    for (const name of ['authorization', 'cookie', 'x-forwarded-for']) expect(seen.headers).not.toHaveProperty(name);
  });

  it('doesn’t forward connection headers', async () => {
    let seen: IncomingMessage['headers'] = {};
    handle = (request, response) => {
      seen = request.headers;
      response.end('yes');
    };
    const headers = {
      'proxy-authorization': 'Basic cDpx',
      'proxy-connection': 'keep-alive',
      te: 'trailers',
      'x-any': 'a',
    };
    const sent = httpRequest(url('/api/chat'), { method: 'POST', headers: { ...headers, expect: '100-continue' } });
    sent.once('continue', () => sent.end('{}'));
    sent.flushHeaders();
    await once(sent, 'response');
    expect(seen['x-any']).toBe('a');
    for (const name of [...Object.keys(headers).slice(0, 3), 'expect']) expect(seen).not.toHaveProperty(name);
  });

  it('rejects a Host that is foreign, repeated, or missing in HTTP/1.1, on every route', async () => {
    handle = (_request, response) => response.end('reached');
    const get = (host: string, { version = '1.1', path = '/' } = {}) =>
      statusOf(`GET ${path} HTTP/${version}\r\n${host}Connection: close\r\n\r\n`);
    for (const host of ['localhost', '127.0.0.1', 'LOCALHOST', 'host.docker.internal', `[::1]:${port}`]) {
      expect(await get(`Host: ${host}\r\n`)).toBe('200');
    }
    for (const path of ['/', '/api/tags', '/v1/health/live', '/v1/metadata', '/metrics', '/nothing']) {
      expect(await get('Host: evil.example\r\n', { path })).toBe('403');
    }
    expect(await get('', { version: '1.0' })).toBe('200');
    expect(await get('')).toBe('400');
    expect(await get('Host: localhost\r\nHost: localhost\r\n')).toBe('400');
  });

  it('streams a large body of any content type', async () => {
    let bytes = 0;
    handle = (request, response) => {
      request.on('data', (chunk: Buffer) => {
        bytes += chunk.byteLength;
      });
      request.on('end', () => response.end());
    };
    for (const type of ['text/plain', 'application/json', 'application/x-www-form-urlencoded', null]) {
      bytes = 0;
      const headers = type === null ? {} : { 'content-type': type };
      const response = await fetch(url('/api/create'), { method: 'POST', body: Buffer.alloc(3_000_000, 32), headers });
      expect([response.status, bytes]).toEqual([200, 3_000_000]);
    }
  });

  it('streams, and ends the request when the client disconnects', async () => {
    const closed = Promise.withResolvers<void>();
    handle = (_request, response) => {
      response.write('one\n');
      response.on('close', closed.resolve);
    };
    const abort = new AbortController();
    const response = await fetch(url('/api/generate'), { method: 'POST', body: '{}', signal: abort.signal });
    const piece = await response.body?.getReader().read();
    expect(new TextDecoder().decode(piece?.value)).toBe('one\n');
    abort.abort();
    await closed.promise;
  });

  it('responds with 502 in the API’s error format when the server isn’t running', async () => {
    server.close();
    const response = await fetch(url('/v1/models'));
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({ error: { code: 'server_not_running' } });
  });

  it('relays a 503 of the server without a retry', async () => {
    let requests = 0;
    handle = (_request, response) => {
      requests += 1;
      response.writeHead(503).end('busy');
    };
    expect((await fetch(url('/api/tags'))).status).toBe(503);
    expect(requests).toBe(1);
  });

  it('closes open connections and frees the port when it closes', async () => {
    handle = (_request, response) => void response.write('on and on');
    const open = httpRequest(url('/api/chat'));
    open.end();
    const [response]: IncomingMessage[] = await once(open, 'response');
    const ended = once(response ?? open, 'error');
    response?.resume();
    await fixture.listener.close();
    await ended;
    const reopened = await fixture.gateway.listen({ address: '127.0.0.1', port, keyed: false });
    await reopened.close();
  });

  it('rejects when the port is in use', async () => {
    const there = { address: '127.0.0.1', port: upstream, keyed: false };
    await expect(fixture.gateway.listen(there)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
