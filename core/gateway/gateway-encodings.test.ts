import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createActivityLog } from '../activity/activity-log.ts';
import { endpointOf } from './policy/gateway-routes.ts';
import { createSameOriginApi } from './same-origin-api.ts';
import { SECRETS } from './testing/gateway-fixture.ts';
import { openServerFixture, type ServerFixture } from './testing/server-fixture.ts';

const CHAT = '{"model":"llama3.2:latest","messages":[{"role":"user","content":"Hello"}]}';
const ENCODED = [
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['GZIP', gzipSync],
  ['identity, gzip', gzipSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
  ['identity', (plain: Buffer | string) => Buffer.from(plain)],
] as const;

describe('compressed bodies through a gateway', () => {
  let server: ServerFixture;
  let received: { headers: IncomingMessage['headers']; body: Buffer } | null;
  beforeEach(async () => {
    received = null;
    server = await openServerFixture();
    server.respond(async (request, response) => {
      received = { headers: request.headers, body: await buffer(request) };
      response.end('{}');
    });
  });
  afterEach(async () => expect(await server.close()).toEqual([]));

  it.each(ENCODED)('with a key, in %s, reach the server decoded', async (coding, encode) => {
    const { send } = await server.open();
    const init = { method: 'POST', headers: { 'content-encoding': coding } };
    const response = await send('/v1/chat/completions', { ...init, body: new Uint8Array(encode(CHAT)) });
    expect([response.status, received?.body.toString()]).toEqual([200, CHAT]);
    expect(received?.headers).toMatchObject({
      'content-length': String(CHAT.length),
      'content-type': 'application/json',
    });
    expect(received?.headers).not.toHaveProperty('content-encoding');
  });

  it('with a key are checked as they are decoded', async () => {
    const { send, fixture } = await server.open();
    const init = { method: 'POST', headers: { 'content-encoding': 'gzip' } };
    const statusOf = async (body: string | Buffer, secret: string = SECRETS.listed) =>
      (await send('/api/chat', { ...init, body: new Uint8Array(gzipSync(body)) }, secret)).status;
    expect(await statusOf('{"model":"other"}')).toBe(403);
    expect(await statusOf('{"model":"llama3.2","Model":"other"}')).toBe(400);
    expect(await statusOf('{"model":"x:cloud"}', SECRETS.inference)).toBe(403);
    expect(await statusOf('')).toBe(400);
    expect(await statusOf(gzipSync('{"model":"llama3.2"}'))).toBe(400);
    expect(received).toBeNull();
    expect(await statusOf('{"model":"gpt-4o-mini"}')).toBe(200);
    expect(fixture.records.at(-1)).toMatchObject({ model: 'llama3.2:latest', status: 200 });
  });

  it('with a key, as a form, reach the server decoded', async () => {
    const { send } = await server.open();
    const form = new FormData();
    form.set('model', 'gpt-4o-mini');
    form.set('file', new Blob(['RIFF']), 'a.wav');
    const plain = new Response(form);
    const contentType = plain.headers.get('content-type') ?? '';
    const headers = { 'content-encoding': 'br', 'content-type': contentType };
    const body = new Uint8Array(brotliCompressSync(await plain.text()));
    expect((await send('/v1/audio/transcriptions', { method: 'POST', headers, body })).status).toBe(200);
    expect(received?.body.toString()).toMatch(/name="model"\r\n\r\nllama3\.2:latest\r\n/);
    expect(received?.headers).not.toHaveProperty('content-encoding');
  });

  it.each([
    ['compress', '/api/chat', SECRETS.inference, 'gzip, deflate, br, zstd'],
    ['gzip, br', '/v1/chat/completions', SECRETS.inference, 'gzip, deflate, br, zstd'],
    ['gzip', `/api/blobs/sha256:${'a'.repeat(64)}`, SECRETS.full, 'identity'],
  ])('with a key, in %s at %s, are rejected with what would do', async (coding, path, secret, accepted) => {
    const { send } = await server.open();
    const init = { method: 'POST', headers: { 'content-encoding': coding }, body: new Uint8Array(gzipSync(CHAT)) };
    const response = await send(path, init, secret);
    expect([response.status, response.headers.get('accept-encoding')]).toEqual([415, accepted]);
    expect(received).toBeNull();
  });

  it.each(ENCODED)('on a host’s own origin, in %s, reach the server decoded', async (coding, encode) => {
    const { fixture } = await server.open();
    const folder = mkdtempSync(join(tmpdir(), 'corral-own-'));
    const socket = join(folder, 's');
    await fixture.gateway.listen({ path: socket });
    const activity = createActivityLog({ endpointOf });
    const api = createSameOriginApi({ socket, whenOpen: async () => undefined, activity });
    onTestFinished(async () => {
      await api.close();
      rmSync(folder, { recursive: true });
    });
    const init = { method: 'POST', headers: { 'content-encoding': coding }, body: new Uint8Array(encode(CHAT)) };
    const response = await api.respond(new Request('http://page/v1/chat/completions', init));
    await response.text();
    expect([response.status, received?.body.toString()]).toEqual([200, CHAT]);
    if (coding !== 'identity') expect(received?.headers).not.toHaveProperty('content-encoding');
  });

  describe('without a key', () => {
    const open = () => server.open({ listener: { keyed: false } });

    it.each(ENCODED)('in %s, reach an inference route decoded', async (coding, encode) => {
      const { url } = await open();
      const headers = { 'content-encoding': coding, 'content-type': 'application/json' };
      for (const path of ['/api/chat', '/v1/chat/completions']) {
        const response = await fetch(url + path, { method: 'POST', headers, body: new Uint8Array(encode(CHAT)) });
        expect([response.status, received?.body.toString()]).toEqual([200, CHAT]);
        if (coding !== 'identity') expect(received?.headers).not.toHaveProperty('content-encoding');
        expect(received?.headers['content-length']).toBe(String(CHAT.length));
      }
    });

    it('as a form, reach the server decoded', async () => {
      const { url } = await open();
      const form = `--b\r\nContent-Disposition: form-data; name="model"\r\n\r\ngpt-4o-mini\r\n--b--\r\n`;
      const headers = { 'content-encoding': 'gzip', 'content-type': 'multipart/form-data; boundary=b' };
      const init = { method: 'POST', headers, body: new Uint8Array(gzipSync(form)) };
      expect((await fetch(`${url}/v1/audio/transcriptions`, init)).status).toBe(200);
      expect(received?.body.toString()).toBe(form.replace('gpt-4o-mini', 'llama3.2:latest'));
      expect(received?.headers).not.toHaveProperty('content-encoding');
    });

    it.each([
      ['gzip', '/api/create', 'is no inference route'],
      ['gzip', `/api/blobs/sha256:${'a'.repeat(64)}`, 'is stored as it is'],
      // Ollama ignores what it doesn't know.
      ['utf-8', '/api/chat', 'is for the server to judge'],
      ['gzip, br', '/api/chat', 'is for the server to judge'],
    ])('in %s at %s, stream as they are: it %s', async (coding, path) => {
      const { url } = await open();
      const body = gzipSync(CHAT);
      const init = { method: 'POST', headers: { 'content-encoding': coding }, body: new Uint8Array(body) };
      expect((await fetch(url + path, init)).status).toBe(200);
      expect(received?.body.equals(body)).toBe(true);
      expect(received?.headers['content-encoding']).toBe(coding);
    });

    it.each([
      [400, Buffer.from(CHAT)],
      [400, gzipSync(CHAT).subarray(0, -1)],
      [413, gzipSync(Buffer.alloc(33 * 1024 * 1024))],
    ])('get %i where they can’t be decoded', async (status, body) => {
      const { url, fixture } = await open();
      const init = { method: 'POST', headers: { 'content-encoding': 'gzip' }, body: new Uint8Array(body) };
      const response = await fetch(`${url}/v1/chat/completions`, init);
      expect(await response.json()).toMatchObject({ error: { type: expect.any(String) } });
      expect([response.status, received]).toEqual([status, null]);
      expect(fixture.records.at(-1)).toMatchObject({ status, outcome: 'failed' });
    });
  });
});
