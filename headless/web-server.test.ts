import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { os, type RouterClient } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { eventually } from '../tests/eventually.ts';
import { createSession } from './session.ts';
import { startWebServer, type WebServer } from './web-server.ts';

interface Sent {
  readonly method?: string;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string;
}

const router = {
  greet: os.handler(() => 'hello'),
  watch: os.handler(async function* ({ signal }) {
    yield 0;
    await new Promise((resolve) => signal?.addEventListener('abort', resolve));
    ended();
  }),
};
const ended = vi.fn();
const session = createSession();
const onSignIn = vi.fn();
const api = vi.fn<(request: Request) => Promise<Response>>();
const state = { folder: '', web: undefined as WebServer | undefined };

const port = () => state.web?.port ?? 0;
const own = () => `http://127.0.0.1:${port()}`;
const cookie = () => `corral-${port()}=${session.cookie}`;
const ourPage = () => ({ cookie: cookie(), 'sec-fetch-site': 'same-origin' });

function ask(path: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: port(), path, method, headers, agent: false }, resolve);
    sent.once('error', reject);
    sent.end(body);
  });
}

beforeAll(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'corral-web-'));
  await mkdir(join(state.folder, 'pages/assets'), { recursive: true });
  await writeFile(join(state.folder, 'pages/index.html'), '<title>pages</title>');
  await writeFile(join(state.folder, 'pages/assets/a-1f.js'), 'export {}');
  await writeFile(join(state.folder, 'secret'), 'outside');
  state.web = await startWebServer({
    app: { router, api },
    session,
    rules: { bind: ['127.0.0.2'], allowHost: ['mini.example'] },
    pagesFolder: join(state.folder, 'pages'),
    port: 0,
    onSignIn,
  });
});

afterAll(async () => {
  await state.web?.close();
  await rm(state.folder, { recursive: true });
});

describe('signing in', () => {
  it('answers the token with a cookie and leads to the pages, more than once', async () => {
    for (const path of [`/?token=${session.token}`, `/?x=1&token=${session.token}`]) {
      const answer = await ask(path);
      expect(answer.statusCode).toBe(303);
      expect(answer.headers.location).toBe('/');
      expect(answer.headers['set-cookie']).toEqual([`${cookie()}; Path=/; HttpOnly; SameSite=Strict`]);
    }
    expect(onSignIn).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['a wrong token', '/?token=wrong', {}],
    ['no token', '/', {}],
    ['the token on another path', `/index.html?token=${session.token}`, {}],
    ['the token in a POST', `/?token=${session.token}`, { method: 'POST' }],
    ['the bearer token for a page', '/', { headers: { authorization: `Bearer ${session.token}` } }],
  ])('refuses %s', async (_what, path, sent) => {
    const answer = await ask(path, sent);
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(await text(answer)).toContain('Open the address that Corral printed');
  });

  it('tells a person in HTML how to get in', async () => {
    const answer = await ask('/', { headers: { accept: 'text/html' } });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['content-type']).toContain('text/html');
    expect(await text(answer)).toContain('<h1>');
  });

  it('lets a link from elsewhere ask again as our own page, without saying anything more', async () => {
    const navigation = { accept: 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'cross-site' };
    const answer = await ask('/', { headers: { ...navigation, cookie: cookie() } });
    expect(answer.statusCode).toBe(401);
    expect(await text(answer)).toContain('http-equiv="refresh" content="0;url=/"');
    const again = await ask('/', { headers: { ...navigation, 'sec-fetch-site': 'same-origin' } });
    expect(await text(again)).not.toContain('refresh');
  });
});

describe('pages', () => {
  it('come with the headers that keep model output harmless', async () => {
    const answer = await ask('/', { headers: ourPage() });
    expect(answer.statusCode).toBe(200);
    expect(await text(answer)).toBe('<title>pages</title>');
    expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
  });

  it('may be kept where their name tells their content', async () => {
    const answer = await ask('/assets/a-1f.js', { headers: ourPage() });
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(answer.headers['content-type']).toContain('javascript');
  });

  it.each(['/../secret', '/assets/../../secret', '/%2e%2e/secret', '/..%2fsecret', '/nothing'])(
    'end at their folder: %s',
    async (path) => {
      const answer = await ask(path, { headers: ourPage() });
      expect([403, 404]).toContain(answer.statusCode);
      expect(await text(answer)).not.toContain('outside');
    },
  );
});

describe('the Host header', () => {
  it.each(['localhost', '[::1]', '127.0.0.1', '127.0.0.2', 'mini.example'])('may be %s', async (name) => {
    const answer = await ask('/', { headers: { ...ourPage(), host: `${name}:${port()}` } });
    expect(answer.statusCode).toBe(200);
  });

  it.each(['evil.example', '10.0.0.1', 'localhost.evil.example'])('may not be %s', async (host) => {
    for (const path of ['/', `/?token=${session.token}`, '/v1/models', '/metrics']) {
      const headers = { ...ourPage(), host, authorization: `Bearer ${session.token}` };
      const answer = await ask(path, { headers });
      expect(answer.statusCode).toBe(403);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    expect(api).not.toHaveBeenCalled();
  });

  it('may be there only once', async () => {
    const socket = connect(port(), '127.0.0.1');
    socket.end('GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1.1 40[03]/);
  });

  it('is answered on every bound address', async () => {
    const answer = await fetch(`http://127.0.0.2:${port()}/`);
    expect(answer.status).toBe(401);
  });
});

describe('/v1', () => {
  it('takes the token as bearer, and keeps it and the cookie to itself', async () => {
    api.mockResolvedValueOnce(Response.json({ data: [] }, { headers: { 'x-own': 'kept', 'set-cookie': 'no' } }));
    const headers = { authorization: `Bearer ${session.token}`, cookie: cookie(), accept: 'application/json' };
    const answer = await ask('/v1/models?x=1', { headers });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({ 'x-own': 'kept', 'x-content-type-options': 'nosniff' });
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(await text(answer)).toBe('{"data":[]}');
    const passed = api.mock.lastCall?.[0];
    expect(passed?.url).toMatch(/\/v1\/models\?x=1$/);
    expect(Object.fromEntries(passed?.headers ?? [])).toEqual({ accept: 'application/json' });
  });

  it.each([
    ['nothing', {}],
    ['a wrong token', { authorization: 'Bearer wrong' }],
    ['the cookie from elsewhere', { cookie: 'yes', origin: 'http://evil.example' }],
    ['the cookie without a word of where it comes from', { cookie: 'yes' }],
  ])('refuses %s as OpenAI does', async (_what, headers) => {
    const sent = 'cookie' in headers ? { ...headers, cookie: cookie() } : headers;
    const answer = await ask('/v1/chat/completions', { method: 'POST', headers: sent, body: '{}' });
    expect(answer.statusCode).toBe(401);
    expect(JSON.parse(await text(answer))).toMatchObject({ error: { code: 'invalid_api_key' } });
  });

  it('hands an answer on piece by piece, its head first', async () => {
    const pieces = new TransformStream<Uint8Array, Uint8Array>();
    const writer = pieces.writable.getWriter();
    api.mockResolvedValueOnce(new Response(pieces.readable, { headers: { 'content-type': 'text/event-stream' } }));
    const answer = await ask('/v1/chat/completions', {
      method: 'POST',
      headers: { cookie: cookie(), origin: own(), 'content-type': 'application/json' },
      body: '{"stream":true}',
    });
    expect(answer.headers['content-type']).toBe('text/event-stream');
    expect(await api.mock.lastCall?.[0].json()).toEqual({ stream: true });
    for (const piece of ['data: a\n\n', 'data: b\n\n']) {
      const arrival = once(answer, 'data');
      await writer.write(new TextEncoder().encode(piece));
      expect(String((await arrival)[0])).toBe(piece);
    }
    await writer.close();
    await once(answer, 'end');
  });

  it('reads a body while it is being sent', async () => {
    const first = Promise.withResolvers<string>();
    api.mockImplementationOnce(async (passed) => {
      const reader = passed.body?.getReader();
      first.resolve(new TextDecoder().decode((await reader?.read())?.value));
      return new Response(null, { status: 204 });
    });
    const headers = { authorization: `Bearer ${session.token}` };
    const sent = request({ host: '127.0.0.1', port: port(), path: '/v1/x', method: 'POST', headers, agent: false });
    sent.on('error', () => undefined);
    sent.write('first');
    expect(await first.promise).toBe('first');
    sent.end('second');
  });

  it('stops the work when the caller leaves', async () => {
    const cancelled = vi.fn();
    api.mockResolvedValueOnce(
      new Response(new ReadableStream({ start: (stream) => stream.enqueue(new Uint8Array(1)), cancel: cancelled })),
    );
    const answer = await ask('/v1/models', { headers: { authorization: `Bearer ${session.token}` } });
    await once(answer, 'data');
    answer.destroy();
    await eventually(() => expect(cancelled).toHaveBeenCalled());
    expect(api.mock.lastCall?.[0].signal.aborted).toBe(true);
  });

  it('stops the work when the caller leaves before there is an answer', async () => {
    const asked = Promise.withResolvers<AbortSignal>();
    api.mockImplementationOnce(({ signal }) => {
      asked.resolve(signal);
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    const headers = { authorization: `Bearer ${session.token}` };
    const sent = request({ host: '127.0.0.1', port: port(), path: '/v1/models', headers, agent: false });
    sent.on('error', () => undefined);
    sent.end();
    const signal = await asked.promise;
    sent.destroy();
    await eventually(() => expect(signal.aborted).toBe(true));
  });
});

describe('calls', () => {
  const open = (headers: Record<string, string>, path = '/rpc') =>
    new WebSocket(`ws://127.0.0.1:${port()}${path}`, { headers });

  it('pass between our page and the router, and a subscription ends with its socket', async () => {
    const socket = open({ cookie: cookie(), origin: own() });
    await once(socket, 'open');
    const client: RouterClient<typeof router> = createORPCClient(
      new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }),
    );
    expect(await client.greet()).toBe('hello');
    const changes = await client.watch();
    expect(await changes.next()).toMatchObject({ value: 0 });
    socket.close();
    await eventually(() => expect(ended).toHaveBeenCalled());
  });

  it.each([
    ['without the cookie', () => ({ origin: own() }), 401],
    ['from another origin', () => ({ cookie: cookie(), origin: 'http://evil.example' }), 401],
    ['from another port', () => ({ cookie: cookie(), origin: 'http://127.0.0.1:3000' }), 401],
    ['without an origin', () => ({ cookie: cookie() }), 401],
    ['with the token instead', () => ({ authorization: `Bearer ${session.token}`, origin: own() }), 401],
    ['under another name', () => ({ cookie: cookie(), origin: 'http://evil.example', host: 'evil.example' }), 403],
  ])('are refused %s', async (_what, headers, status) => {
    const [, answer] = await once(open(headers()), 'unexpected-response');
    expect(answer.statusCode).toBe(status);
  });

  it('have one path', async () => {
    const [, answer] = await once(open({ cookie: cookie(), origin: own() }, '/v1'), 'unexpected-response');
    expect(answer.statusCode).toBe(404);
  });

  it('outlive a frame that is none', async () => {
    const socket = open({ cookie: cookie(), origin: own() });
    await once(socket, 'open');
    socket.on('error', () => undefined);
    const closed = once(socket, 'close');
    // A reserved opcode.
    Reflect.get(socket, '_socket').write(Buffer.from([0x83, 0x80, 0, 0, 0, 0]));
    await closed;
    expect((await ask('/', { headers: ourPage() })).statusCode).toBe(200);
  });
});
