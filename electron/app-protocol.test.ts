import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createAppProtocol, fileInside } from './app-protocol.ts';

const api = vi.fn<(request: Request) => Promise<Response>>();
const state = { folder: '' };
function request(path: string, init?: RequestInit) {
  return createAppProtocol({ pagesFolder: join(state.folder, 'pages'), api })(
    new Request(new URL(path, 'app://corral'), init),
  );
}

beforeAll(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'corral-app-'));
  await mkdir(join(state.folder, 'pages/assets'), { recursive: true });
  await writeFile(join(state.folder, 'pages/index.html'), '<title>pages</title>');
  await writeFile(join(state.folder, 'pages/assets/a-1f.js'), 'export {}');
  await writeFile(join(state.folder, 'secret'), 'outside');
});

afterAll(() => rm(state.folder, { recursive: true }));

describe('pages', () => {
  it('have headers that keep model output harmless', async () => {
    const response = await request('/');
    expect(await response.text()).toBe('<title>pages</title>');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringMatching(/^default-src 'none'.*frame-ancestors 'none'$/),
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  });

  it('can be cached if their name contains their hash', async () => {
    const { headers } = await request('/assets/a-1f.js');
    expect(headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(headers.get('cache-control')).toContain('immutable');
  });

  it.each(['/nothing', '/%2e%2e/secret', '/..%2fsecret', '/assets/..%2f..%2fsecret', '/%00', '/%ff', '/..%5csecret'])(
    'end at their folder: %s',
    async (path) => {
      const response = await request(path);
      expect(response.status).toBe(404);
      expect(await response.text()).not.toContain('outside');
    },
  );

  it('reject a path that resolves to a folder with the same prefix', () => {
    expect(fileInside('/a/pages', '/../pages-secret/x')).toBe(null);
    expect(fileInside('/a/pages', '/..')).toBe(null);
    expect(fileInside('/a/pages', '/b/../c.js')).toBe('/a/pages/c.js');
  });

  it('can only be read, and only from our own host', async () => {
    expect((await request('/', { method: 'POST', body: 'x' })).status).toBe(405);
    expect((await request('app://evil/')).status).toBe(404);
    expect((await request('app://evil/v1/models')).status).toBe(404);
    expect(api).not.toHaveBeenCalled();
  });
});

describe('/v1', () => {
  it('is forwarded to core with its method, path, headers and body', async () => {
    api.mockResolvedValueOnce(Response.json({ ok: true }, { status: 201, headers: { 'x-own': 'kept' } }));
    const response = await request('/v1/chat/completions?x=1', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"stream":true}',
    });
    expect(response.status).toBe(201);
    expect(response.headers.get('x-own')).toBe('kept');
    expect(await response.json()).toEqual({ ok: true });
    const forwarded = api.mock.lastCall?.[0];
    expect(forwarded?.url).toMatch(/\/v1\/chat\/completions\?x=1$/);
    expect(forwarded?.method).toBe('POST');
    expect(forwarded?.headers.get('content-type')).toBe('application/json');
    expect(await forwarded?.json()).toEqual({ stream: true });
  });

  it('is streamed', async () => {
    const stream = new TransformStream<Uint8Array, Uint8Array>();
    const writer = stream.writable.getWriter();
    api.mockResolvedValueOnce(new Response(stream.readable));
    const reader = (await request('/v1/models')).body?.getReader();
    for (const byte of [1, 2]) {
      const read = reader?.read();
      await writer.write(new Uint8Array([byte]));
      expect(await read).toMatchObject({ value: new Uint8Array([byte]) });
    }
    await writer.close();
    expect(await reader?.read()).toMatchObject({ done: true });
  });

  it('stops the work when the page cancels the body, the only sign of an abort that Electron gives', async () => {
    const canceled = vi.fn();
    api.mockResolvedValueOnce(new Response(new ReadableStream({ cancel: canceled })));
    const response = await request('/v1/models');
    await response.body?.cancel();
    expect(canceled).toHaveBeenCalled();
    expect(api.mock.lastCall?.[0].signal.aborted).toBe(true);
  });

  it('forwards a response without a body', async () => {
    api.mockResolvedValueOnce(new Response(null, { status: 204 }));
    expect((await request('/v1/models')).status).toBe(204);
  });
});
