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

describe('a keyless listener', () => {
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

  it('carries every route, with the Host of the server, and keeps back who is asking', async () => {
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
    const answer = await fetch(url('/api/delete?a=b'), { method: 'DELETE', body: '{"model":"m"}', headers });
    expect(await answer.text()).toBe('yes');
    expect(seen).toMatchObject({ url: expect.stringMatching(/^\/api\/delete\?a=b&corral=/), method: 'DELETE' });
    expect(seen.headers).toMatchObject({ host: `127.0.0.1:${upstream}`, origin: headers.origin });
    for (const name of ['authorization', 'cookie', 'x-forwarded-for']) expect(seen.headers).not.toHaveProperty(name);
  });

  it('keeps to itself what belongs to the connection to it', async () => {
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
    const asked = httpRequest(url('/api/chat'), { method: 'POST', headers: { ...headers, expect: '100-continue' } });
    asked.once('continue', () => asked.end('{}'));
    asked.flushHeaders();
    await once(asked, 'response');
    expect(seen['x-any']).toBe('a');
    for (const name of [...Object.keys(headers).slice(0, 3), 'expect']) expect(seen).not.toHaveProperty(name);
  });

  it('refuses a Host that is not ours, empty, missing or doubled, and nothing else', async () => {
    handle = (_request, response) => response.end('reached');
    const get = (host: string, version = '1.1') =>
      statusOf(`GET / HTTP/${version}\r\n${host}Connection: close\r\n\r\n`);
    for (const host of ['localhost', '127.0.0.1', '[::1]', 'LOCALHOST', 'host.docker.internal']) {
      expect(await get(`Host: ${host}:${port}\r\n`)).toBe('200');
      expect(await get(`Host: ${host}\r\n`)).toBe('200');
    }
    for (const host of [
      'Host: evil.example\r\n',
      'Host: localhost.evil.example\r\n',
      'Host: localhost:1\r\n',
      'Host: \r\n',
    ]) {
      expect(await get(host)).toBe('403');
    }
    expect(await get('', '1.0')).toBe('403');
    expect(await get(`Host: localhost\r\nHost: evil.example\r\n`)).toMatch(/^40[03]$/);
  });

  it('streams a large body whatever it calls itself', async () => {
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
      const answer = await fetch(url('/api/create'), { method: 'POST', body: Buffer.alloc(3_000_000, 32), headers });
      expect([answer.status, bytes]).toEqual([200, 3_000_000]);
    }
  });

  it('streams, and tells the server when the client leaves', async () => {
    const gone = Promise.withResolvers<void>();
    handle = (_request, response) => {
      response.write('one\n');
      response.on('close', gone.resolve);
    };
    const abort = new AbortController();
    const answer = await fetch(url('/api/generate'), { method: 'POST', body: '{}', signal: abort.signal });
    const piece = await answer.body?.getReader().read();
    expect(new TextDecoder().decode(piece?.value)).toBe('one\n');
    abort.abort();
    await gone.promise;
  });

  it('answers 502 in the shape of the API when the server is away', async () => {
    server.close();
    const answer = await fetch(url('/v1/models'));
    expect(answer.status).toBe(502);
    expect(await answer.json()).toMatchObject({ error: { code: 'server_not_running' } });
  });

  it('passes a 503 of the server on without asking again', async () => {
    let asked = 0;
    handle = (_request, response) => {
      asked += 1;
      response.writeHead(503).end('busy');
    };
    expect((await fetch(url('/api/tags'))).status).toBe(503);
    expect(asked).toBe(1);
  });

  it('ends open connections when it closes, and frees the port', async () => {
    handle = (_request, response) => void response.write('on and on');
    const open = httpRequest(url('/api/chat'));
    open.end();
    const [answer]: IncomingMessage[] = await once(open, 'response');
    const ended = once(answer ?? open, 'error');
    answer?.resume();
    await fixture.listener.close();
    await ended;
    const again = await fixture.gateway.listen({ address: '127.0.0.1', port, keyed: false });
    await again.close();
  });

  it('rejects where someone else listens', async () => {
    const there = { address: '127.0.0.1', port: upstream, keyed: false };
    await expect(fixture.gateway.listen(there)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
