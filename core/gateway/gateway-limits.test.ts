import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendRaw } from '../../tests/attacks/raw-request.ts';
import { SECRETS } from './testing/gateway-fixture.ts';
import { openServerFixture, type ServerFixture } from './testing/server-fixture.ts';

describe('the limits of the gateway', () => {
  let server: ServerFixture;
  beforeEach(async () => {
    server = await openServerFixture();
  });
  afterEach(async () => {
    expect(await server.close()).toEqual([]);
  });

  it('reads from the server no faster than the client reads, and disconnects a stalled client', async () => {
    const closed = Promise.withResolvers<void>();
    let written = 0;
    server.respond((_request, response) => {
      const fill = () => {
        while (response.write(Buffer.alloc(65_536))) written += 65_536;
      };
      response.on('drain', fill).on('close', closed.resolve);
      fill();
    });
    const {
      fixture: { listener, records },
    } = await server.open({ limits: { stalledMs: 400 } });
    const client = connect(listener.port, '127.0.0.1');
    client.pause();
    const body = '{"model":"llama3.2"}';
    const head = `POST /api/chat HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${SECRETS.inference}`;
    client.write(`${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    await closed.promise;
    expect(written).toBeLessThan(64 * 1024 * 1024);
    await expect.poll(() => records[0]?.outcome).toBe('canceled');
    client.destroy();
  });

  it.each([
    ['with a key', SECRETS.full, `/api/blobs/sha256:${'a'.repeat(64)}`],
    ['without one, from this Mac', null, '/api/pull'],
  ])('disconnects a client whose body the server doesn’t accept: %s', async (_who, key, path) => {
    server.respond((request) => void request.once('data', () => request.socket.destroy()));
    const { fixture } = await server.open({ limits: { lingerMs: 200 }, listener: { keyed: key !== null } });
    const head = `POST ${path} HTTP/1.1\r\nHost: localhost:${fixture.listener.port}`;
    const bytes = `${head}${key ? `\r\nAuthorization: Bearer ${key}` : ''}\r\nContent-Length: 1000000\r\n\r\n{`;
    const result = await sendRaw(fixture.listener.port, { parts: [{ bytes }], quietMs: 20_000, timeoutMs: 20_000 });
    expect(result).toMatchObject({ statuses: [502], closed: true });
    await expect.poll(() => fixture.records[0]).toMatchObject({ status: 502, outcome: 'failed' });
  });

  it('keeps an exchange whose request is complete and whose client waits', async () => {
    const { fixture } = await server.open({ limits: { stalledMs: 100 }, listener: { keyed: false } });
    server.respond((request, response) => {
      request.resume();
      request.once('end', () => response.write('once'));
    });
    const response = await fetch(`${fixture.url}/api/chat`, { method: 'POST', body: '{"model":"llama3.2"}' });
    const reader = response.body?.getReader();
    await reader?.read();
    // As many checks as would end a stalled exchange; a client that waits for more isn't stalled.
    await delay(300);
    expect(fixture.records[0]?.outcome).toBe('running');
    await reader?.cancel();
    await expect.poll(() => fixture.records[0]?.outcome).toBe('canceled');
  });

  it('ends an upload whose key is revoked after the server didn’t accept it', async () => {
    server.respond((request) => void request.once('data', () => request.socket.destroy()));
    const { fixture } = await server.open({ limits: { lingerMs: 20_000 } });
    const head = `POST /api/blobs/sha256:${'a'.repeat(64)} HTTP/1.1\r\nHost: localhost\r\nx-api-key: ${SECRETS.full}`;
    const client = connect(fixture.listener.port, '127.0.0.1');
    const closed = once(client, 'close');
    client.write(`${head}\r\nContent-Length: 1000000\r\n\r\n{`);
    await once(client, 'data');
    fixture.revoke(SECRETS.full);
    client.end();
    await closed;
  });

  it('limits concurrent requests per key, with Retry-After', async () => {
    const waiting: (() => void)[] = [];
    server.respond((_request, response) => void waiting.push(() => response.end('{}')));
    const { chat, send } = await server.open({ limits: { requestsPerKey: 2 } });
    const two = [chat(), chat()];
    await expect.poll(() => waiting.length).toBe(2);
    const third = await chat();
    expect([third.status, third.headers.get('retry-after')]).toEqual([429, '1']);
    expect((await send('/v1/health/live', {}, SECRETS.full)).status).toBe(200);
    for (const end of waiting.splice(0)) end();
    await Promise.all(two.map(async (response) => (await response).text()));
    server.respond((_request, response) => void response.end('{}'));
    await expect.poll(async () => (await chat()).status).toBe(200);
  });

  it('ends requests whose key expires, and no others', async () => {
    server.respond((_request, response) => void response.write('on and on'));
    const { send, fixture } = await server.open({ limits: { expiryCheckMs: 50 } });
    const body = '{"model":"llama3.2"}';
    const [expiring, other] = await Promise.all(
      [SECRETS.inference, SECRETS.full].map((secret) => send('/api/chat', { method: 'POST', body }, secret)),
    );
    fixture.expire(SECRETS.inference);
    await expect(expiring?.text()).rejects.toThrow();
    expect((await send('/v1/version')).status).toBe(401);
    const outcomeOf = (id: string) => fixture.records.find(({ key }) => key?.id === id)?.outcome;
    await expect.poll(() => outcomeOf('inference')).toBe('canceled');
    expect(outcomeOf('full')).toBe('running');
    await other?.body?.cancel();
  });

  it('limits connections per address and in all when each waits for a response', async () => {
    const head = `GET /api/version HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${SECRETS.inference}\r\n\r\n`;
    server.respond((_request, response) => void response.write('{'));
    for (const limits of [{ connectionsPerAddress: 3 }, { connections: 3 }]) {
      const { fixture: here, port } = await server.open({ limits });
      const open = Array.from({ length: 3 }, () => connect(port, '127.0.0.1'));
      for (const socket of open) socket.write(head);
      await Promise.all(open.map((socket) => once(socket, 'data')));
      const rejected = await sendRaw(port, { parts: [], quietMs: 500, timeoutMs: 5000 });
      expect(rejected.statuses).toEqual([429]);
      expect(rejected.text).toContain('retry-after: 1');
      for (const socket of open) socket.destroy();
      const fine = { parts: [{ bytes: 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n' }], quietMs: 100, timeoutMs: 5000 };
      await expect.poll(async () => (await sendRaw(port, fine)).statuses).toEqual([401]);
      await here.close();
    }
  });

  it('closes an idle connection for a new one with a key', async () => {
    const { send, port } = await server.open({ limits: { connectionsPerAddress: 1 } });
    const waiting = connect(port, '127.0.0.1');
    const closed = once(waiting, 'close');
    waiting.write(`GET /v1/health/live HTTP/1.1\r\nHost: localhost\r\nx-api-key: ${SECRETS.inference}\r\n\r\n`);
    await once(waiting, 'data');
    expect((await send('/v1/health/live')).status).toBe(200);
    await closed;
  });

  it('closes a connection without a key for a new one with a key', async () => {
    const { send, port } = await server.open({ limits: { connectionsPerAddress: 1 } });
    const keyless = connect(port, '127.0.0.1');
    const closed = once(keyless, 'close');
    await once(keyless, 'connect');
    expect((await send('/v1/health/live')).status).toBe(200);
    await closed;
  });

  it('limits the memory for large bodies, and not for small ones', async () => {
    const { chat, fixture } = await server.open({ limits: { bodyBytesInAll: 1000 } });
    const large = await chat({ body: JSON.stringify({ model: 'llama3.2', a: 'x'.repeat(70_000) }) });
    expect([large.status, large.headers.get('retry-after')]).toEqual([503, '2']);
    expect(fixture.records[0]).toMatchObject({ status: 503, errorType: 'overloaded' });
    for (let i = 0; i < 60; i += 1) expect((await chat()).status).toBe(200);
  });

  it('limits the memory for bodies per key', async () => {
    const waiting: (() => void)[] = [];
    server.respond((_request, response) => void waiting.push(() => response.end('{}')));
    const { send } = await server.open({ limits: { bodyBytesPerKey: 100_000 } });
    const body = JSON.stringify({ model: 'llama3.2', a: 'x'.repeat(130_000) });
    const large = (secret: string) => send('/api/chat', { method: 'POST', body }, secret);
    const open = [large(SECRETS.inference)];
    await expect.poll(() => waiting.length).toBe(1);
    expect((await large(SECRETS.inference)).status).toBe(503);
    open.push(large(SECRETS.full));
    await expect.poll(() => waiting.length).toBe(2);
    for (const end of waiting.splice(0)) end();
    for (const response of await Promise.all(open)) expect(response.status).toBe(200);
    server.respond((_request, response) => void response.end('{}'));
    await expect.poll(async () => (await large(SECRETS.inference)).status).toBe(200);
  });
});
