import { request as httpRequest, type IncomingMessage } from 'node:http';
import { buffer, text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openServerFixture, type ServerFixture } from './testing/server-fixture.ts';

describe('without a key', () => {
  let server: ServerFixture;
  let bodies: string[];
  beforeEach(async () => {
    server = await openServerFixture();
    bodies = [];
    server.respond(async (request, response) => {
      bodies.push((await buffer(request)).toString('latin1'));
      response.end('{"data":[{"id":"llama3.2:latest","object":"model"}]}');
    });
  });
  afterEach(async () => {
    expect(await server.close()).toEqual([]);
  });

  it.each([
    ['/v1/chat/completions', '{ "messages":[], "model" : "gpt-4o-mini","seed":12345678901234567890 }'],
    ['/api/chat', '{"model":"GPT-4o-mini:latest"}'],
    ['/api/show', '{"name":"gpt-4o-mini"}'],
    ['/v1/messages', '{"model":"gpt-4o-mini","max_tokens":1}'],
  ])('an alias at %s is replaced, and nothing else', async (path, body) => {
    const { url, fixture } = await server.open({ listener: { keyed: false } });
    await fetch(url + path, { method: 'POST', body });
    expect(bodies).toEqual([body.replace(/GPT-4o-mini:latest|gpt-4o-mini/, 'llama3.2:latest')]);
    expect(server.received[0]?.headers['content-length']).toBe(String(bodies[0]?.length));
    expect(fixture.records).toMatchObject([{ path, model: 'llama3.2:latest', outcome: 'done', key: null }]);
  });

  it.each([
    ['/api/pull', '{"model":"gpt-4o-mini"}'],
    ['/api/push', '{"model":"gpt-4o-mini"}'],
    ['/api/unknown', '{"model":"gpt-4o-mini"}'],
    ['/api/chat', '{"model":"gpt-4o-mini",}'],
    ['/api/chat', 'no JSON'],
  ])('a body at %s is passed on as it is: %s', async (path, body) => {
    const { url } = await server.open({ listener: { keyed: false } });
    await fetch(url + path, { method: 'POST', body });
    expect(bodies).toEqual([body]);
  });

  it('an alias counts in a form, in a path, and in the list of models', async () => {
    const { url } = await server.open({ listener: { keyed: false } });
    const form = new FormData();
    form.set('file', new Blob([Buffer.alloc(200_000, 0xff)]), 'a.wav');
    form.set('model', 'gpt-4o-mini');
    await fetch(`${url}/v1/audio/transcriptions`, { method: 'POST', body: form });
    expect(bodies[0]).toMatch(/name="model"\r\n\r\nllama3\.2:latest\r\n/);
    await fetch(`${url}/v1/models/gpt-4o-mini?a=b`);
    expect(server.received[1]?.url).toMatch(/^\/v1\/models\/llama3\.2%3Alatest\?a=b&corral=/);
    const list = await (await fetch(`${url}/v1/models`)).json();
    expect(list).toMatchObject({ data: [{ id: 'llama3.2:latest' }, { id: 'gpt-4o-mini', object: 'model' }] });
  });

  it('the list of models is the server’s own bytes where there are no aliases', async () => {
    const { url, fixture } = await server.open({ listener: { keyed: false } });
    fixture.policy.update({ aliases: [] });
    server.respond((_request, response) => response.end('{ "object": "list",  "data": null }'));
    expect(await (await fetch(`${url}/v1/models`)).text()).toBe('{ "object": "list",  "data": null }');
  });

  it('a body larger than the limit streams on, unread, with its model in the record', async () => {
    const { url, fixture } = await server.open({ listener: { keyed: false }, limits: { bodyBytes: 1000 } });
    const body = `{"model":"gpt-4o-mini","prompt":"${'a'.repeat(300_000)}"}`;
    await fetch(`${url}/api/generate`, { method: 'POST', body });
    expect(bodies).toEqual([body]);
    expect(fixture.records).toMatchObject([{ model: 'gpt-4o-mini:latest', outcome: 'done' }]);
  });

  it('targets and methods reach the server as they were sent', async () => {
    const { port } = await server.open({ listener: { keyed: false } });
    for (const path of ['/api/../api//tags', '/%2e%2e/x?a=%20b', '/api/tags/', '//x', '/a;b=c?d|e']) {
      const sent = httpRequest({ port, host: '127.0.0.1', path, method: 'PROPFIND' });
      const responded = Promise.withResolvers<IncomingMessage>();
      sent.once('response', responded.resolve).end();
      await text(await responded.promise);
      const { url, method } = server.received.at(-1) ?? {};
      expect([method, url?.replace(/[?&]corral=\w+$/, '')]).toEqual(['PROPFIND', path]);
    }
  });

  it('errors of our own can be read by the pages that Ollama allows, and by no others', async () => {
    const { url, fixture } = await server.open({ listener: { keyed: false }, upstream: () => null });
    fixture.policy.update({ serverOrigins: ['https://chat.example'] });
    const get = (origin: string, method = 'GET', path = '/v1/models') =>
      fetch(url + path, { method, headers: { origin } });
    const unavailable = await get('https://chat.example');
    expect([unavailable.status, unavailable.headers.get('access-control-allow-origin')]).toEqual([
      503,
      'https://chat.example',
    ]);
    expect(unavailable.headers.get('vary')).toBe('Origin');
    const ready = await get('app://x', 'GET', '/v1/health/ready');
    expect([ready.status, ready.headers.get('access-control-allow-origin')]).toEqual([503, 'app://x']);
    const preflight = await get('http://localhost:1', 'OPTIONS', '/api/chat');
    expect([preflight.status, preflight.headers.get('access-control-max-age')]).toEqual([204, '43200']);
    const foreign = await get('https://evil.example');
    expect([foreign.status, foreign.headers.get('access-control-allow-origin')]).toEqual([403, null]);
    // Its own origin, which the server would see under another address.
    const own = await get(url);
    expect([own.status, own.headers.get('access-control-allow-origin')]).toEqual([503, null]);
  });

  it('the server’s own CORS headers are passed on once', async () => {
    const { url } = await server.open({ listener: { keyed: false } });
    server.respond((request, response) => {
      response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '');
      response.setHeader('Vary', ['Origin', 'Accept']);
      response.end('{}');
    });
    const { headers } = await fetch(`${url}/api/tags`, { headers: { origin: 'http://localhost:3000' } });
    expect([headers.get('access-control-allow-origin'), headers.get('vary')]).toEqual([
      'http://localhost:3000',
      'Origin, Accept',
    ]);
    await fetch(`${url}/api/tags`, { headers: { origin: url } });
    expect(server.received.at(-1)?.headers).not.toHaveProperty('origin');
  });
});
