import { once } from 'node:events';
import {
  type ClientRequest,
  createServer,
  type IncomingMessage,
  type RequestListener,
  request,
  type Server,
} from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendRaw } from '../../tests/attacks/raw-request.ts';
import type { Endpoint } from '../ollama/probe-version.ts';
import { type Ground, type GroundOptions, openGround, SECRETS } from './gateway-ground.test-data.ts';

const portOf = (server: Server): number => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return address.port;
};
const answered = async (sent: ClientRequest): Promise<IncomingMessage> => {
  const [answer]: IncomingMessage[] = await once(sent, 'response');
  if (!answer) throw new Error('no answer');
  return answer;
};

describe('the gateway', () => {
  let server: Server;
  let handle: RequestListener;
  let seen: IncomingMessage[];
  let ground: Ground | undefined;

  beforeEach(async () => {
    seen = [];
    handle = (_request, response) => response.end('{}');
    server = createServer((asked, response) => {
      seen.push(asked);
      handle(asked, response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    await ground?.close();
    expect(ground?.bugs).toEqual([]);
    server.closeAllConnections();
    server.close();
  });

  const open = async (options: Partial<GroundOptions> = {}) => {
    ground = await openGround({ upstream: () => ({ host: '127.0.0.1', port: portOf(server) }), ...options });
    const { url } = ground;
    const ask = (path: string, init: RequestInit = {}, secret: string = SECRETS.inference) =>
      fetch(url + path, { ...init, headers: { authorization: `Bearer ${secret}`, ...init.headers } });
    const chat = (init: RequestInit = {}) =>
      ask('/api/chat', { method: 'POST', body: '{"model":"llama3.2"}', ...init });
    return { ground, ask, chat, url, port: ground.listener.port };
  };

  it('shows the server a few headers, its own host, and nothing of who asks', async () => {
    const { ask, port } = await open();
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
    expect((await ask('/v1/messages?beta=true&model=other&key=secret', init)).status).toBe(200);
    expect(seen[0]?.url).toMatch(/^\/v1\/messages\?corral=[0-9a-f]+$/);
    expect(seen[0]?.headers).toEqual({
      ...{ accept: 'text/any', 'user-agent': 'me/1', 'anthropic-version': '2023-06-01' },
      ...{ host: `127.0.0.1:${portOf(server)}`, 'content-type': 'application/json', 'content-length': '27' },
      connection: 'keep-alive',
    });
    expect(port).not.toBe(portOf(server));
  });

  it('passes back what the server says but for permissions and what belongs to its connection', async () => {
    handle = (_request, response) => {
      const own = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Credentials': 'true' };
      response.writeHead(429, { ...own, 'Retry-After': '7', Connection: 'close, X-Hop', 'X-Hop': '1', 'X-Any': 'a' });
      response.end('{"error":"busy"}');
    };
    const {
      ask,
      ground: { noted },
    } = await open({ origins: ['https://app.example'] });
    const answer = await ask('/api/version', { headers: { origin: 'https://app.example' } });
    expect([answer.status, await answer.text()]).toEqual([429, '{"error":"busy"}']);
    const { headers } = answer;
    expect(headers.get('retry-after')).toBe('7');
    expect(headers.get('x-any')).toBe('a');
    expect(headers.get('x-hop')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect(headers.get('vary')).toBe('Origin');
    await expect.poll(() => noted[0]).toMatchObject({ status: 429, outcome: 'failed' });
  });

  it('answers preflights itself', async () => {
    const { url } = await open({ origins: ['https://app.example'] });
    const headers = { origin: 'https://app.example', 'access-control-request-method': 'POST' };
    const answer = await fetch(`${url}/v1/responses`, { method: 'OPTIONS', headers });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-methods')).toContain('POST');
    expect(seen).toEqual([]);
  });

  it('hands an answer on chunk by chunk, as it comes', async () => {
    let more: (() => void) | undefined;
    handle = (_request, response) => {
      response.write('{"n":1}\n');
      more = () => void response.end('{"n":2}\n');
    };
    const { chat } = await open();
    const reader = (await chat()).body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('{"n":1}\n');
    more?.();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('{"n":2}\n');
  });

  it('reads no faster from the server than the caller does, and lets a stuck caller go', async () => {
    const closed = Promise.withResolvers<void>();
    let written = 0;
    handle = (_request, response) => {
      const fill = () => {
        while (response.write(Buffer.alloc(65_536))) written += 65_536;
      };
      response.on('drain', fill).on('close', closed.resolve);
      fill();
    };
    const {
      ground: { listener, noted },
    } = await open({ limits: { stalledMs: 400 } });
    const caller = connect(listener.port, '127.0.0.1');
    caller.pause();
    const body = '{"model":"llama3.2"}';
    const head = `POST /api/chat HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${SECRETS.inference}`;
    caller.write(`${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    await closed.promise;
    expect(written).toBeLessThan(64 * 1024 * 1024);
    await expect.poll(() => noted[0]?.outcome).toBe('cancelled');
    caller.destroy();
  });

  it('streams a blob through, and stops when its caller does', async () => {
    const digest = `sha256:${'0'.repeat(64)}`;
    let bytes = 0;
    handle = (asked, response) => {
      asked.on('data', (chunk: Buffer) => {
        bytes += chunk.byteLength;
      });
      asked.on('end', () => response.writeHead(201).end());
    };
    const { ask, url } = await open({ limits: { stalledMs: 400 } });
    const body = Buffer.alloc(40 * 1024 * 1024, 1);
    expect((await ask(`/api/blobs/${digest}`, { method: 'POST', body }, SECRETS.full)).status).toBe(201);
    expect(bytes).toBe(body.byteLength);
    expect(seen[0]?.headers['content-length']).toBe(String(body.byteLength));

    const headers = { authorization: `Bearer ${SECRETS.full}`, 'content-length': '1000' };
    const stuck = request(`${url}/api/blobs/${digest}`, { method: 'POST', headers });
    stuck.write('beginning');
    await expect.poll(() => seen.length).toBe(2);
    await expect(once(stuck, 'response')).rejects.toThrow();
    await expect.poll(() => seen[1]?.destroyed).toBe(true);
  });

  it('says when the server is not there, and when it goes away', async () => {
    const at: { upstream: Endpoint | null } = { upstream: { host: '127.0.0.1', port: portOf(server) } };
    const {
      ask,
      chat,
      ground: { noted },
    } = await open({ upstream: () => at.upstream });
    handle = (_request, response) => {
      response.write('{');
      setImmediate(() => response.destroy());
    };
    await expect(chat().then((answer) => answer.text())).rejects.toThrow();
    await expect.poll(() => noted[0]?.outcome).toBe('failed');
    handle = (asked) => asked.socket.destroy();
    expect((await chat()).status).toBe(502);
    server.closeAllConnections();
    server.close();
    const silent = await ask('/v1/models');
    expect([silent.status, await silent.json()]).toMatchObject([502, { error: { code: 'server_not_running' } }]);
    at.upstream = null;
    const down = await chat();
    expect([down.status, await down.json()]).toMatchObject([503, { error: expect.stringContaining('not running') }]);
    expect(noted.at(-1)).toMatchObject({ status: 503, outcome: 'failed', model: 'llama3.2:latest' });
    server.listen(0, '127.0.0.1');
  });

  it('takes so many requests at once of one key, and tells the others when to come back', async () => {
    const waiting: (() => void)[] = [];
    handle = (_request, response) => void waiting.push(() => response.end('{}'));
    const { chat, ask } = await open({ limits: { requestsPerKey: 2 } });
    const two = [chat(), chat()];
    await expect.poll(() => waiting.length).toBe(2);
    const third = await chat();
    expect([third.status, third.headers.get('retry-after')]).toEqual([429, '1']);
    expect((await ask('/v1/health/live', {}, SECRETS.full)).status).toBe(200);
    for (const end of waiting.splice(0)) end();
    await Promise.all(two.map(async (asked) => (await asked).text()));
    handle = (_request, response) => void response.end('{}');
    await expect.poll(async () => (await chat()).status).toBe(200);
  });

  it('takes so many connections of one address, and so many in all', async () => {
    for (const limits of [{ connectionsPerAddress: 3 }, { connections: 3 }]) {
      const { ground: here, port } = await open({ limits });
      const held = Array.from({ length: 3 }, () => connect(port, '127.0.0.1'));
      await Promise.all(held.map((socket) => once(socket, 'connect')));
      const over = await sendRaw(port, { parts: [], quietMs: 500, withinMs: 5000 });
      expect(over.statuses).toEqual([429]);
      expect(over.text).toContain('Retry-After');
      for (const socket of held) socket.destroy();
      const fine = { parts: [{ bytes: 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n' }], quietMs: 100, withinMs: 5000 };
      await expect.poll(async () => (await sendRaw(port, fine)).statuses).toEqual([401]);
      await here.close();
    }
  });

  it('holds no more of bodies in memory than it may', async () => {
    const { chat } = await open({ limits: { bodyBytesInAll: 1000 } });
    const large = await chat({ body: JSON.stringify({ model: 'llama3.2', a: 'x'.repeat(2000) }) });
    expect([large.status, large.headers.get('retry-after')]).toEqual([503, '2']);
    for (let i = 0; i < 60; i += 1) expect((await chat()).status).toBe(200);
  });

  it('tells of its health and its numbers', async () => {
    const at: { upstream: Endpoint | null } = { upstream: { host: '127.0.0.1', port: portOf(server) } };
    const { ask } = await open({ upstream: () => at.upstream });
    expect(await (await ask('/v1/health/live')).json()).toMatchObject({ object: 'health.response', status: 'live' });
    expect(await (await ask('/v1/health/ready')).json()).toMatchObject({ object: 'health.response', status: 'ready' });
    at.upstream = null;
    const unready = await ask('/v1/health/ready');
    expect([unready.status, await unready.json()]).toMatchObject([503, { object: 'error', code: 503 }]);
    expect((await ask('/metrics')).status).toBe(403);
    const metrics = await ask('/metrics', {}, SECRETS.full);
    expect(metrics.headers.get('content-type')).toContain('version=0.0.4');
    expect(await metrics.text()).toContain('corral_requests_total');
    expect(seen).toEqual([]);
  });

  it('listens in several places, without a key on loopback, and closes them one by one', async () => {
    handle = (_request, response) => {
      response.setHeader('Access-Control-Allow-Origin', 'http://localhost:3000');
      response.end('all');
    };
    const {
      ground: { gateway, noted },
      ask,
    } = await open({ hosts: ['mac.local'] });
    const keyless = await gateway.listen({ address: '127.0.0.1', port: 0, keyed: false });
    const keyed = await gateway.listen({ address: '::1', port: 0, keyed: true });
    expect([keyless.keyed, keyed.keyed]).toEqual([false, true]);
    const here = `http://127.0.0.1:${keyless.port}`;
    const init = {
      method: 'DELETE',
      body: '{"Model":"x"}',
      headers: { authorization: 'Bearer k', origin: 'http://localhost:3000' },
    };
    const answer = await fetch(`${here}/api/delete?a=b`, init);
    expect(await answer.text()).toBe('all');
    expect(answer.headers.get('access-control-allow-origin')).toBe('http://localhost:3000');
    expect(seen[0]?.method).toBe('DELETE');
    expect(seen[0]?.url).toMatch(/^\/api\/delete\?a=b&corral=[0-9a-f]+$/);
    expect(seen[0]?.headers).toMatchObject({ origin: 'http://localhost:3000', host: `127.0.0.1:${portOf(server)}` });
    expect(seen[0]?.headers).not.toHaveProperty('authorization');
    expect(noted[0]).toMatchObject({
      path: '/api/delete',
      key: null,
      caller: '127.0.0.1',
      outcome: 'done',
      status: 200,
    });
    expect(await (await fetch(`${here}/v1/health/ready`)).json()).toMatchObject({ status: 'ready' });

    const named = async (host: string, port: number) => {
      const parts = [{ bytes: `GET /api/version HTTP/1.1\r\nHost: ${host}\r\n\r\n` }];
      return (await sendRaw(port, { parts, quietMs: 100, withinMs: 5000 })).statuses;
    };
    expect(await named(`mac.local:${keyless.port}`, keyless.port)).toEqual([200]);
    expect(await named('localhost', keyless.port)).toEqual([200]);
    expect(await named('evil.example', keyless.port)).toEqual([403]);
    expect(await named(`localhost:1`, keyless.port)).toEqual([403]);
    expect((await fetch(`http://[::1]:${keyed.port}/v1/models`)).status).toBe(401);

    await keyless.close();
    await expect(fetch(here)).rejects.toThrow();
    expect((await ask('/api/version')).status).toBe(200);
    await expect(gateway.listen({ address: '127.0.0.1', port: portOf(server), keyed: true })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });

  it('shows the caller that a proxy of ours names, and nobody else’s word for it', async () => {
    const { ask, ground: here } = await open({ listener: { proxied: true } });
    const named = async (forwarded: string) => {
      await ask('/api/version', { headers: { 'x-forwarded-for': forwarded } });
      return [here.noted.at(-1)?.caller, here.used.at(-1)?.[1]];
    };
    expect(await named('100.64.0.7')).toEqual(['100.64.0.7', '100.64.0.7']);
    expect(await named('100.64.0.7, 1.2.3.4')).toEqual(['127.0.0.1', '127.0.0.1']);
    const plain = await here.gateway.listen({ address: '127.0.0.1', port: 0, keyed: true });
    const headers = { authorization: `Bearer ${SECRETS.inference}`, 'x-forwarded-for': '100.64.0.7' };
    await fetch(`http://127.0.0.1:${plain.port}/api/version`, { headers });
    expect(here.noted.at(-1)?.caller).toBe('127.0.0.1');
  });

  it('ends open answers when a listener closes', async () => {
    handle = (_request, response) => void response.write('on and on');
    const {
      ground: { listener, noted },
      url,
    } = await open();
    const headers = { authorization: `Bearer ${SECRETS.inference}` };
    const sent = request(`${url}/api/chat`, { method: 'POST', headers });
    sent.end('{"model":"llama3.2"}');
    const reading = text(await answered(sent));
    await listener.close();
    await expect(reading).rejects.toThrow();
    await expect.poll(() => noted[0]?.outcome).toBe('cancelled');
  });
});
