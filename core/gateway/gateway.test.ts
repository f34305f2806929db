import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendRaw } from '../../tests/attacks/raw-request.ts';
import type { Endpoint } from '../ollama/endpoint.ts';
import { SECRETS } from './testing/gateway-fixture.ts';
import { openServerFixture, type ServerFixture } from './testing/server-fixture.ts';

async function responseTo(sent: ClientRequest): Promise<IncomingMessage> {
  const [response]: IncomingMessage[] = await once(sent, 'response');
  if (!response) throw new Error('no response');
  return response;
}

describe('the gateway', () => {
  let server: ServerFixture;
  beforeEach(async () => {
    server = await openServerFixture();
  });
  afterEach(async () => {
    expect(await server.close()).toEqual([]);
  });

  it('serves health checks and metrics', async () => {
    const at: { upstream: Endpoint | null } = { upstream: server.endpoint() };
    const { send, fixture } = await server.open({ upstream: () => at.upstream });
    expect(await (await send('/v1/health/live')).json()).toMatchObject({ object: 'health.response', status: 'live' });
    expect(await (await send('/v1/health/ready')).json()).toMatchObject({ object: 'health.response', status: 'ready' });
    at.upstream = null;
    fixture.refresh();
    const unready = await send('/v1/health/ready');
    expect([unready.status, await unready.json()]).toMatchObject([503, { object: 'error', code: 503 }]);
    await expect.poll(() => fixture.records.at(-1)).toMatchObject({ status: 503, errorType: 'server_not_running' });
    expect((await send('/metrics')).status).toBe(403);
    expect(fixture.records.at(-1)).toMatchObject({ status: 403, errorType: 'scope_not_allowed' });
    expect((await send('/metrics', {}, SECRETS.listedFull)).status).toBe(403);
    const metrics = await send('/metrics', {}, SECRETS.full);
    expect(metrics.headers.get('content-type')).toContain('version=0.0.4');
    expect(await metrics.text()).toBe('named: true\n');
    expect(server.received).toEqual([]);
  });

  it('listens on several addresses, without a key on loopback, and closes them one by one', async () => {
    server.respond((_request, response) => {
      response.setHeader('Access-Control-Allow-Origin', 'http://localhost:3000');
      response.end('all');
    });
    const {
      fixture: { gateway, records },
      send,
    } = await server.open({ hosts: ['mac.local', 'extra.example'] });
    const keyless = await gateway.listen({ address: '127.0.0.1', port: 0, keyed: false });
    const keyed = await gateway.listen({ address: '::1', port: 0, keyed: true });
    const here = `http://127.0.0.1:${keyless.port}`;
    const init = {
      method: 'DELETE',
      body: '{"Model":"x"}',
      headers: { authorization: 'Bearer k', origin: 'http://localhost:3000' },
    };
    const response = await fetch(`${here}/api/delete?a=b`, init);
    expect(await response.text()).toBe('all');
    expect(response.headers.get('access-control-allow-origin')).toBe('http://localhost:3000');
    expect(server.received[0]?.method).toBe('DELETE');
    expect(server.received[0]?.url).toMatch(/^\/api\/delete\?a=b&corral=[0-9a-f]+$/);
    expect(server.received[0]?.headers).toMatchObject({
      origin: 'http://localhost:3000',
      host: `127.0.0.1:${server.endpoint().port}`,
    });
    expect(server.received[0]?.headers).not.toHaveProperty('authorization');
    expect(records[0]).toMatchObject({
      path: '/api/delete',
      key: null,
      client: '127.0.0.1',
      outcome: 'done',
      status: 200,
    });
    expect(await (await fetch(`${here}/v1/health/ready`)).json()).toMatchObject({ status: 'ready' });

    const named = async (host: string, port: number) => {
      const parts = [{ bytes: `GET /api/version HTTP/1.1\r\nHost: ${host}\r\n\r\n` }];
      return (await sendRaw(port, { parts, quietMs: 100, timeoutMs: 5000 })).statuses;
    };
    expect(await named(`mac.local:${keyless.port}`, keyless.port)).toEqual([200]);
    expect(await named('localhost', keyless.port)).toEqual([200]);
    expect(await named('evil.example', keyless.port)).toEqual([403]);
    // As Ollama has it: any port, since a tunnel may have another one, and no name that a person added for devices with a key.
    expect(await named('localhost:1', keyless.port)).toEqual([200]);
    expect(await named('extra.example', keyless.port)).toEqual([403]);
    expect((await fetch(`http://[::1]:${keyed.port}/v1/models`)).status).toBe(401);

    await keyless.close();
    await expect(fetch(here)).rejects.toThrow();
    expect((await send('/api/version')).status).toBe(200);
    await expect(
      gateway.listen({ address: '127.0.0.1', port: server.endpoint().port, keyed: true }),
    ).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });

  it('records the client that our own proxy forwards, and trusts no other X-Forwarded-For', async () => {
    const { send, fixture: here } = await server.open({ listener: { proxied: true } });
    const named = async (forwarded: string) => {
      await send('/api/version', { headers: { 'x-forwarded-for': forwarded } });
      return [here.records.at(-1)?.client, here.used.at(-1)?.[1]];
    };
    expect(await named('100.64.0.7')).toEqual(['100.64.0.7', '100.64.0.7']);
    expect(await named('100.64.0.7, 1.2.3.4')).toEqual(['127.0.0.1', '127.0.0.1']);
    const plain = await here.gateway.listen({ address: '127.0.0.1', port: 0, keyed: true });
    const headers = { authorization: `Bearer ${SECRETS.inference}`, 'x-forwarded-for': '100.64.0.7' };
    await fetch(`http://127.0.0.1:${plain.port}/api/version`, { headers });
    expect(here.records.at(-1)?.client).toBe('127.0.0.1');
  });

  it('ends open responses when a listener closes', async () => {
    server.respond((_request, response) => void response.write('on and on'));
    const {
      fixture: { listener, records },
      url,
    } = await server.open();
    const headers = { authorization: `Bearer ${SECRETS.inference}` };
    const sent = request(`${url}/api/chat`, { method: 'POST', headers });
    sent.end('{"model":"llama3.2"}');
    const reading = text(await responseTo(sent));
    await listener.close();
    await expect(reading).rejects.toThrow();
    await expect.poll(() => records[0]?.outcome).toBe('canceled');
  });
});
