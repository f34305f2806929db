import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createAppProtocol, fileInside } from './app-protocol.ts';

const api = vi.fn<(request: Request) => Promise<Response>>();
const state = { folder: '' };
function ask(path: string, init?: RequestInit) {
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
  it('come with the headers that keep model output harmless', async () => {
    const answer = await ask('/');
    expect(await answer.text()).toBe('<title>pages</title>');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringMatching(/^default-src 'none'.*frame-ancestors 'none'$/),
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  });

  it('may be kept where their name tells their content', async () => {
    const { headers } = await ask('/assets/a-1f.js');
    expect(headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(headers.get('cache-control')).toContain('immutable');
  });

  it.each(['/nothing', '/%2e%2e/secret', '/..%2fsecret', '/assets/..%2f..%2fsecret', '/%00', '/%ff', '/..%5csecret'])(
    'end at their folder: %s',
    async (path) => {
      const answer = await ask(path);
      expect(answer.status).toBe(404);
      expect(await answer.text()).not.toContain('outside');
    },
  );

  it('refuse a path that resolves beside a folder of the same beginning', () => {
    expect(fileInside('/a/pages', '/../pages-secret/x')).toBe(null);
    expect(fileInside('/a/pages', '/..')).toBe(null);
    expect(fileInside('/a/pages', '/b/../c.js')).toBe('/a/pages/c.js');
  });

  it('are only read, and only under our own name', async () => {
    expect((await ask('/', { method: 'POST', body: 'x' })).status).toBe(405);
    expect((await ask('app://evil/')).status).toBe(404);
    expect((await ask('app://evil/v1/models')).status).toBe(404);
    expect(api).not.toHaveBeenCalled();
  });
});

describe('/v1', () => {
  it('goes to core with its method, path, headers and body', async () => {
    api.mockResolvedValueOnce(Response.json({ ok: true }, { status: 201, headers: { 'x-own': 'kept' } }));
    const answer = await ask('/v1/chat/completions?x=1', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"stream":true}',
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('x-own')).toBe('kept');
    expect(await answer.json()).toEqual({ ok: true });
    const passed = api.mock.lastCall?.[0];
    expect(passed?.url).toMatch(/\/v1\/chat\/completions\?x=1$/);
    expect(passed?.method).toBe('POST');
    expect(passed?.headers.get('content-type')).toBe('application/json');
    expect(await passed?.json()).toEqual({ stream: true });
  });

  it('comes back piece by piece', async () => {
    const pieces = new TransformStream<Uint8Array, Uint8Array>();
    const writer = pieces.writable.getWriter();
    api.mockResolvedValueOnce(new Response(pieces.readable));
    const reader = (await ask('/v1/models')).body?.getReader();
    for (const piece of [1, 2]) {
      const read = reader?.read();
      await writer.write(new Uint8Array([piece]));
      expect(await read).toMatchObject({ value: new Uint8Array([piece]) });
    }
    await writer.close();
    expect(await reader?.read()).toMatchObject({ done: true });
  });

  it('stops the work when the page cancels the body, which is all that Electron does', async () => {
    const canceled = vi.fn();
    api.mockResolvedValueOnce(new Response(new ReadableStream({ cancel: canceled })));
    const answer = await ask('/v1/models');
    await answer.body?.cancel();
    expect(canceled).toHaveBeenCalled();
    expect(api.mock.lastCall?.[0].signal.aborted).toBe(true);
  });

  it('passes on an answer without a body', async () => {
    api.mockResolvedValueOnce(new Response(null, { status: 204 }));
    expect((await ask('/v1/models')).status).toBe(204);
  });
});
