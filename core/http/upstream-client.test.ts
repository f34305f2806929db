import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createUpstreamClient,
  isConnectionLoss,
  requestUpstream,
  toFetchResponse,
  type UpstreamClient,
  type UpstreamRequest,
} from './upstream-client.ts';

describe('HTTP to the server', () => {
  let server: Server;
  let origin: string;
  let connections: number;
  let respond: RequestListener;
  let pooled: UpstreamClient;
  let unpooled: UpstreamClient;

  beforeEach(async () => {
    pooled = createUpstreamClient({ keepAlive: true });
    unpooled = createUpstreamClient({ keepAlive: false });
    connections = 0;
    respond = (_request, response) => response.end('{}');
    server = createServer((request, response) => respond(request, response));
    server.on('connection', () => {
      connections += 1;
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  });
  afterEach(async () => {
    await Promise.all([pooled.close(), unpooled.close()]);
    server.closeAllConnections();
    server.close();
  });

  const get = (rest: Partial<UpstreamRequest> = {}): UpstreamRequest => ({
    method: 'GET',
    path: '/api/tags',
    headers: {},
    body: null,
    signal: new AbortController().signal,
    ...rest,
  });

  it('tags every request as Corral’s own', async () => {
    const targets: (string | undefined)[] = [];
    respond = (request, response) => {
      targets.push(request.url);
      response.end();
    };
    for (const path of ['/api/tags', '/v1/models?a=b', '/api/ps?corral']) {
      await (await requestUpstream(origin, get({ path }))).text();
    }
    expect(targets).toEqual([
      expect.stringMatching(/^\/api\/tags\?corral=[0-9a-f]{16}$/),
      expect.stringMatching(/^\/v1\/models\?a=b&corral=[0-9a-f]{16}$/),
      '/api/ps?corral',
    ]);
  });

  it('follows no redirect', async () => {
    respond = (_request, response) => response.writeHead(307, { location: `${origin}/elsewhere` }).end();
    const response = await requestUpstream(origin, get());
    expect([response.status, response.headers.get('location')]).toEqual([307, `${origin}/elsewhere`]);
  });

  it('reuses connections only with keep-alive', async () => {
    const opened = async (client: UpstreamClient): Promise<number> => {
      connections = 0;
      for (let n = 0; n < 5; n += 1) await text((await client.request(origin, get())).body);
      return connections;
    };
    expect(await opened(unpooled)).toBe(5);
    // A request right after a response may come before its connection counts as free.
    expect(await opened(pooled)).toBeLessThan(3);
  });

  it('rejects for an invalid status, and when nothing listens', async () => {
    respond = (_request, response) => response.writeHead(999).end('{}');
    await expect(unpooled.request(origin, get())).rejects.toThrow('999');
    await expect(unpooled.request('http://127.0.0.1:1', get())).rejects.toThrow('ECONNREFUSED');
  });

  it.each(['before the response begins', 'during the response'])(
    'closes the connection when aborted %s',
    async (when) => {
      const arrived = Promise.withResolvers<void>();
      const closed = Promise.withResolvers<void>();
      respond = (_request, response) => {
        response.on('close', closed.resolve);
        if (when === 'during the response') response.write('{');
        arrived.resolve();
      };
      const abort = new AbortController();
      const response = pooled.request(origin, get({ signal: abort.signal }));
      const broken = expect(response.then(({ body }) => text(body))).rejects.toThrow('abort');
      await arrived.promise;
      if (when === 'during the response') await response;
      abort.abort();
      await broken;
      await closed.promise;
    },
  );

  it.each([
    ['HEAD', 200],
    ['GET', 204],
    ['GET', 304],
  ])('has no body for %s and status %i', async (method, status) => {
    respond = (_request, response) => response.writeHead(status, { 'x-any': ['a', 'b'] }).end();
    const response = await requestUpstream(origin, get({ method }));
    expect([response.status, response.body, response.headers.get('x-any')]).toEqual([status, null, 'a, b']);
  });

  it('reads a response no faster than its reader, and closes the connection when the reader cancels', async () => {
    const closed = Promise.withResolvers<void>();
    let written = 0;
    respond = (_request, response) => {
      const fill = () => {
        while (response.write(Buffer.alloc(65_536))) written += 65_536;
      };
      response.on('drain', fill).on('close', closed.resolve);
      fill();
    };
    const reader = (await requestUpstream(origin, get())).body?.getReader();
    expect((await reader?.read())?.value?.byteLength).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(written).toBeLessThan(64 * 1024 * 1024);
    await reader?.cancel();
    await closed.promise;
  });

  it('rejects for the reader of a response that breaks off', async () => {
    respond = (_request, response) => response.write('{', () => response.destroy());
    await expect((await requestUpstream(origin, get())).text()).rejects.toThrow();
  });

  it('calls onCancel when the reader cancels', async () => {
    respond = (_request, response) => void response.write('{');
    const response = await unpooled.request(origin, get());
    const canceled = Promise.withResolvers<void>();
    const shown = toFetchResponse(response, { headers: { 'x-own': '1' }, onCancel: canceled.resolve });
    expect([...shown.headers]).toEqual([['x-own', '1']]);
    await shown.body?.cancel();
    await canceled.promise;
    response.body.on('error', () => undefined).destroy();
  });

  it.each<[string, RequestListener]>([
    ['without a response', (request) => request.socket.destroy()],
    ['in chunks', (_request, response) => response.write('{', () => response.destroy())],
    ['in chunks, with an orderly end', (request, response) => response.write('{', () => request.socket.end())],
    [
      'before its length',
      (_request, response) => {
        response.writeHead(200, { 'content-length': 9 });
        response.write('{', () => response.destroy());
      },
    ],
  ])('takes a connection that breaks %s for lost', async (_where, listener) => {
    respond = listener;
    for (const client of [pooled, unpooled]) {
      const error = await client
        .request(origin, get())
        .then(({ body }) => text(body))
        .catch((reason: unknown) => reason);
      expect(error).toSatisfy(isConnectionLoss);
    }
  });

  it('takes a refused connection for lost, but not a malformed response', async () => {
    await expect(unpooled.request('http://127.0.0.1:1', get())).rejects.toSatisfy(isConnectionLoss);
    respond = ({ socket }) => socket.end('SSH-2.0-OpenSSH_9.2\r\n\r\n');
    await expect(unpooled.request(origin, get())).rejects.not.toSatisfy(isConnectionLoss);
  });
});
