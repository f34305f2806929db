import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendRaw } from '../../tests/attacks/raw-request.ts';
import { type GatewayFixture, openGatewayFixture, SECRETS } from './testing/gateway-fixture.ts';

/** Ollama doesn't send these, but might relay them from a server on another computer. */
describe('malformed responses of the server', () => {
  let server: Server;
  let sockets: Set<Socket>;
  let fixture: GatewayFixture;
  let bytes: Buffer;

  beforeEach(async () => {
    sockets = new Set();
    server = createServer((socket) => {
      sockets.add(socket);
      socket.once('data', () => socket.end(bytes));
      socket.on('error', () => undefined);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    fixture = await openGatewayFixture({ upstream: () => ({ host: '127.0.0.1', port }) });
  });
  afterEach(async () => {
    await fixture.close();
    expect(fixture.unexpected).toEqual([]);
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  const version = () =>
    fetch(`${fixture.url}/api/version`, { headers: { authorization: `Bearer ${SECRETS.inference}` } });

  it('are relayed with characters beyond ASCII in a header', async () => {
    bytes = Buffer.from('HTTP/1.1 200 OK\r\nX-Odd: snow\u2603man\r\nContent-Length: 2\r\n\r\n{}');
    const response = await version();
    expect([response.status, await response.text()]).toEqual([200, '{}']);
    expect(Buffer.from(response.headers.get('x-odd') ?? '', 'latin1').toString()).toBe('snow\u2603man');
  });

  it.each([
    ['is no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n\r\n'],
    ['has two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\n{}   '],
    [
      'has a length and chunks',
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
    ],
    [
      'switches the protocol unasked',
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n',
    ],
    ['ends in its headers', 'HTTP/1.1 200 OK\r\nContent-'],
    ['is empty', ''],
  ])('become 502 when one %s', async (_what, text) => {
    bytes = Buffer.from(text);
    expect((await version()).status).toBe(502);
    expect(fixture.records).toMatchObject([{ status: 502, outcome: 'failed' }]);
  });

  it('are cut off when one ends before its length', async () => {
    bytes = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{"version":');
    await expect(version().then((response) => response.text())).rejects.toThrow();
    expect(fixture.records).toMatchObject([{ status: 200, outcome: 'failed' }]);
  });
});

describe('a client that announces Expect: 100-continue and doesn’t wait', () => {
  it('gets 100 Continue and the response, with a key and without one', async () => {
    const seen: string[] = [];
    const server = createServer((socket) => {
      socket.on('data', (chunk) => {
        seen.push(String(chunk));
        if (String(chunk).includes('llama3.2')) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}');
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const fixture = await openGatewayFixture({ upstream: () => ({ host: '127.0.0.1', port }) });
    const keyless = await fixture.gateway.listen({ address: '127.0.0.1', port: 0, keyed: false });
    const body = '{"model":"llama3.2"}';
    const head = [
      'POST /api/show HTTP/1.1',
      'Host: 127.0.0.1',
      `Content-Length: ${body.length}`,
      'Expect: 100-continue',
    ];
    for (const { port: at } of [fixture.listener, keyless]) {
      const key = `Authorization: Bearer ${SECRETS.inference}`;
      const bytes = [...head, key, 'Connection: close', '', body].join('\r\n');
      const { text } = await sendRaw(at, { parts: [{ bytes }], quietMs: 5_000, timeoutMs: 5_000 });
      expect(text).toMatch(/^HTTP\/1.1 100 Continue[\s\S]*HTTP\/1.1 200 OK/);
    }
    expect(seen.join('')).not.toMatch(/expect/i);
    await fixture.close();
    server.close();
  });
});
