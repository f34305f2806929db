import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, it, vi } from 'vitest';
import { eventually } from '../tests/eventually.ts';
import { api, ask, cookie, own, port, serveInTests, session } from './testing/web-server-fixture.ts';

serveInTests();

describe('/v1', () => {
  it('takes the token as bearer, and keeps it and the cookie to itself', async () => {
    api.mockResolvedValueOnce(Response.json({ data: [] }, { headers: { 'x-own': 'kept', 'set-cookie': 'no' } }));
    const headers = { authorization: `Bearer ${session.token}`, cookie: cookie(), accept: 'application/json' };
    const response = await ask('/v1/models?x=1', { headers });
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({ 'x-own': 'kept', 'x-content-type-options': 'nosniff' });
    expect(response.headers['set-cookie']).toBeUndefined();
    expect(await text(response)).toBe('{"data":[]}');
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
    const response = await ask('/v1/chat/completions', { method: 'POST', headers: sent, body: '{}' });
    expect(response.statusCode).toBe(401);
    expect(JSON.parse(await text(response))).toMatchObject({ error: { code: 'invalid_api_key' } });
  });

  it('forwards a response chunk by chunk, its head first', async () => {
    const pieces = new TransformStream<Uint8Array, Uint8Array>();
    const writer = pieces.writable.getWriter();
    api.mockResolvedValueOnce(new Response(pieces.readable, { headers: { 'content-type': 'text/event-stream' } }));
    const response = await ask('/v1/chat/completions', {
      method: 'POST',
      headers: { cookie: cookie(), origin: own(), 'content-type': 'application/json' },
      body: '{"stream":true}',
    });
    expect(response.headers['content-type']).toBe('text/event-stream');
    expect(await api.mock.lastCall?.[0].json()).toEqual({ stream: true });
    for (const piece of ['data: a\n\n', 'data: b\n\n']) {
      const arrival = once(response, 'data');
      await writer.write(new TextEncoder().encode(piece));
      expect(String((await arrival)[0])).toBe(piece);
    }
    await writer.close();
    await once(response, 'end');
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

  it('cancels the request when the client disconnects', async () => {
    const canceled = vi.fn();
    api.mockResolvedValueOnce(
      new Response(new ReadableStream({ start: (stream) => stream.enqueue(new Uint8Array(1)), cancel: canceled })),
    );
    const response = await ask('/v1/models', { headers: { authorization: `Bearer ${session.token}` } });
    await once(response, 'data');
    response.destroy();
    await eventually(() => expect(canceled).toHaveBeenCalled());
    expect(api.mock.lastCall?.[0].signal.aborted).toBe(true);
  });

  it('cancels the request when the client disconnects before the response', async () => {
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
