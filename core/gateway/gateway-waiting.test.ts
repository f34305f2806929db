import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServerReadiness } from './policy/gateway-policy.ts';
import { SECRETS } from './testing/gateway-fixture.ts';
import { openServerFixture, type ServerFixture } from './testing/server-fixture.ts';

const COMING: ServerReadiness = { state: 'coming' };
const WAIT_MS = 20_000;

describe('a request that comes while the server starts', () => {
  let server: ServerFixture;
  beforeEach(async () => {
    server = await openServerFixture();
  });
  afterEach(async () => {
    expect(await server.close()).toEqual([]);
  });

  const openWaiting = async (options: Parameters<ServerFixture['open']>[0] = {}) => {
    const opened = await server.open({ waitMs: WAIT_MS, ...options });
    const { policy } = opened.fixture;
    const set = (readiness: ServerReadiness) => policy.update({ server: readiness });
    const up = (): ServerReadiness => ({ state: 'up', endpoint: server.endpoint() });
    set(COMING);
    return { ...opened, set, up };
  };

  it.each([
    ['with a key', true],
    ['without one, from this Mac', false],
  ])('waits, its body unread, and is sent when it is up: %s', async (_who, keyed) => {
    const { port, set, up, fixture } = await openWaiting({ listener: { keyed } });
    const client = connect(port, '127.0.0.1');
    const key = keyed ? `Authorization: Bearer ${SECRETS.inference}\r\n` : '';
    const head = `POST /api/chat HTTP/1.1\r\nHost: localhost:${port}\r\n${key}Content-Length: 20\r\n`;
    client.write(`${head}Expect: 100-continue\r\n\r\n`);
    await expect.poll(() => fixture.gateway.activeWork()).toMatchObject({ requests: 1, responses: 0 });
    expect(server.received).toEqual([]);
    set(up());
    expect(String((await once(client, 'data'))[0])).toContain('HTTP/1.1 100 Continue');
    client.write('{"model":"llama3.2"}');
    expect(String((await once(client, 'data'))[0])).toContain('HTTP/1.1 200 OK');
    client.destroy();
  });

  it('gets 503 with Retry-After when it has waited long enough, and at once where nothing may wait', async () => {
    const { chat, fixture } = await openWaiting({ waitMs: 50 });
    const late = await chat();
    expect([late.status, late.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await late.text()).toContain('still starting');
    fixture.policy.update({ waitMs: 0 });
    expect((await chat()).status).toBe(503);
    expect(fixture.records.map(({ status }) => status)).toEqual([503, 503]);
  });

  it('gets 503 at once when the server is stopped', async () => {
    const { chat, set, fixture } = await openWaiting();
    const waiting = chat();
    await expect.poll(() => fixture.gateway.activeWork().requests).toBe(1);
    set({ state: 'down' });
    const response = await waiting;
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, null]);
    expect((await chat()).status).toBe(503);
  });

  it('is one of a limited number', async () => {
    const { chat, set, up, fixture } = await openWaiting({ limits: { waiting: 2 } });
    const two = [chat(), chat()];
    await expect.poll(() => fixture.gateway.activeWork().requests).toBe(2);
    const third = await chat();
    expect([third.status, third.headers.get('retry-after')]).toEqual([503, '2']);
    set(up());
    expect((await Promise.all(two)).map(({ status }) => status)).toEqual([200, 200]);
  });

  it('frees its place when the client disconnects', async () => {
    const { chat, set, up, fixture } = await openWaiting({ limits: { waiting: 1 } });
    const gone = new AbortController();
    const canceled = chat({ signal: gone.signal });
    await expect.poll(() => fixture.gateway.activeWork().requests).toBe(1);
    gone.abort();
    await expect(canceled).rejects.toThrow();
    await expect.poll(() => fixture.gateway.activeWork().requests).toBe(0);
    const next = chat();
    await expect.poll(() => fixture.gateway.activeWork().requests).toBe(1);
    set(up());
    expect((await next).status).toBe(200);
    expect(server.received).toHaveLength(1);
  });
});

describe('a request whose connection to the server is lost before a byte of the response', () => {
  let server: ServerFixture;
  beforeEach(async () => {
    server = await openServerFixture();
  });
  afterEach(async () => {
    expect(await server.close()).toEqual([]);
  });

  /** A server that crashes under the first requests, and is noticed to be gone until `recover` is called. */
  const openCrashing = async (crashes: number, keyed = true) => {
    const opened = await server.open({ waitMs: WAIT_MS, listener: { keyed } });
    const { policy } = opened.fixture;
    const recover = () => policy.update({ server: { state: 'up', endpoint: server.endpoint() } });
    let left = crashes;
    server.respond((request, response) => {
      if (left === 0) return void response.end('{}');
      left -= 1;
      policy.update({ server: COMING });
      request.socket.destroy();
    });
    return { ...opened, recover };
  };

  it.each([
    ['with a key', true],
    ['without one, from this Mac', false],
  ])('is sent once more, whole: %s', async (_who, keyed) => {
    const { chat, recover } = await openCrashing(1, keyed);
    const response = chat();
    await expect.poll(() => server.received).toHaveLength(1);
    recover();
    expect((await response).status).toBe(200);
    // The gateway's own spelling of the model is longer.
    const length = keyed ? '27' : '20';
    expect(server.received.map(({ headers }) => headers['content-length'])).toEqual([length, length]);
  });

  it('is never sent a third time', async () => {
    const { chat, recover } = await openCrashing(2);
    const response = chat();
    await expect.poll(() => server.received).toHaveLength(1);
    recover();
    await expect.poll(() => server.received).toHaveLength(2);
    expect((await response).status).toBe(502);
    expect(server.received).toHaveLength(2);
  });

  it.each([
    ['/api/pull', 'POST'],
    ['/api/create', 'POST'],
    ['/api/copy', 'POST'],
    ['/api/delete', 'DELETE'],
  ])('isn’t sent again where it may have changed something: %s', async (path, method) => {
    const { send, recover, fixture } = await openCrashing(1);
    const body = '{"model":"llama3.2","source":"llama3.2","destination":"b"}';
    const response = await send(path, { method, body }, SECRETS.full);
    recover();
    expect(response.status).toBe(502);
    const keyless = await fixture.gateway.listen({ address: '127.0.0.1', port: 0, keyed: false });
    server.respond((request) => void request.socket.destroy());
    expect((await fetch(`http://127.0.0.1:${keyless.port}${path}`, { method, body })).status).toBe(502);
    expect((await fetch(`http://127.0.0.1:${keyless.port}/api/push`, { method: 'POST', body })).status).toBe(502);
    await delay(0);
    expect(server.received).toHaveLength(3);
  });

  it('isn’t sent again once a byte of the response has arrived', async () => {
    const { chat } = await server.open({ waitMs: WAIT_MS });
    server.respond((_request, response) => {
      response.write('{');
      setImmediate(() => response.destroy());
    });
    await expect(chat().then((response) => response.text())).rejects.toThrow();
    expect(server.received).toHaveLength(1);
  });

  it('is sent again where a server that stops responds with an error of its own', async () => {
    const { chat, fixture } = await server.open({ waitMs: WAIT_MS });
    server.respond((_request, response) => {
      fixture.policy.update({ server: COMING });
      response.writeHead(500).end('{"error":"llama runner process has terminated"}');
      server.respond((_again, good) => good.end('{}'));
      setImmediate(() => fixture.policy.update({ server: { state: 'up', endpoint: server.endpoint() } }));
    });
    expect((await chat()).status).toBe(200);
  });
});

describe('a request that streams while the server is gone and nobody has noticed', () => {
  it('is sent when the server is back, since nothing of it was read', async () => {
    const server = await openServerFixture();
    const { fixture } = await server.open({ waitMs: WAIT_MS, listener: { keyed: false } });
    const nowhere = { host: '127.0.0.1', port: 1 };
    fixture.policy.update({ server: { state: 'up', endpoint: nowhere } });
    const pulled = fetch(`${fixture.url}/api/pull`, { method: 'POST', body: '{"model":"llama3.2"}' });
    await expect.poll(() => fixture.gateway.activeWork().responses).toBe(1);
    fixture.policy.update({ server: COMING });
    fixture.policy.update({ server: { state: 'up', endpoint: server.endpoint() } });
    expect((await pulled).status).toBe(200);
    expect(server.received.map(({ url }) => url?.split('?')[0])).toEqual(['/api/pull']);
    expect(await server.close()).toEqual([]);
  });

  it('waits no longer in all than one wait, however often the server is there for a moment', async () => {
    const server = await openServerFixture();
    const { fixture, chat } = await server.open({ waitMs: 400 });
    const gone: ServerReadiness = { state: 'up', endpoint: { host: '127.0.0.1', port: 1 } };
    fixture.policy.update({ server: COMING });
    const began = performance.now();
    const flapping = setInterval(() => {
      fixture.policy.update({ server: gone });
      setTimeout(() => fixture.policy.update({ server: COMING }), 10);
    }, 100);
    const response = await chat();
    clearInterval(flapping);
    expect([502, 503]).toContain(response.status);
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(await server.close()).toEqual([]);
  });
});
