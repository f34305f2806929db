import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type GatewayFixture,
  type GatewayFixtureOptions,
  openGatewayFixture,
  SECRETS,
} from './testing/gateway-fixture.ts';

describe('the connections of a gateway', () => {
  let fixture: GatewayFixture | undefined;
  let client: Socket | undefined;
  afterEach(async () => {
    client?.destroy();
    await fixture?.close();
    expect(fixture?.unexpected).toEqual([]);
  });
  const open = async (options: Partial<GatewayFixtureOptions> = {}) => {
    fixture = await openGatewayFixture({ upstream: () => null, ...options });
    client = connect(fixture.listener.port, '127.0.0.1');
    client.on('error', () => undefined);
    await once(client, 'connect');
    return { fixture, client };
  };

  it('are closed when a client without a key doesn’t read its errors, before many of them queue up', async () => {
    const { client, fixture: here } = await open({ limits: { stalledMs: 400 } });
    client.pause();
    const closed = new Promise((resolve) => client.once('close', resolve));
    const many = 'GET /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(1000);
    const send = () => {
      while (!client.destroyed && client.write(many));
    };
    client.on('drain', send);
    send();
    await closed;
    expect(here.records.length).toBeLessThan(200_000);
  });

  it('leak no listeners when bodies arrive after their errors', async () => {
    const warned = vi.fn();
    process.on('warning', warned);
    const { client } = await open();
    for (let n = 0; n < 15; n += 1) {
      client.write('POST /api/chat HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n');
      const [response] = await once(client, 'data');
      expect(String(response)).toContain('HTTP/1.1 401');
      client.write('{}');
    }
    // Warnings are emitted in a later turn.
    await new Promise(setImmediate);
    process.off('warning', warned);
    expect(warned).not.toHaveBeenCalled();
  });

  it('get 100 Continue only when the body will be read', async () => {
    // Nothing listens there.
    const { client, fixture: here } = await open({ upstream: () => ({ host: '127.0.0.1', port: 1 }) });
    const keyless = await here.gateway.listen({ address: '127.0.0.1', port: 0, keyed: false });
    const responseTo = async (port: number, lines: readonly string[]) => {
      const head = ['POST /api/chat HTTP/1.1', ...lines, 'Content-Length: 20', 'Expect: 100-continue', '', ''];
      const asking = connect(port, '127.0.0.1');
      asking.write(head.join('\r\n'));
      const [response] = await once(asking, 'data');
      asking.destroy();
      return String(response).split('\r\n', 1)[0];
    };
    const { port } = here.listener;
    const key = `Authorization: Bearer ${SECRETS.inference}`;
    expect(await responseTo(port, ['Host: localhost', key])).toBe('HTTP/1.1 100 Continue');
    expect(await responseTo(port, ['Host: localhost'])).toBe('HTTP/1.1 401 Unauthorized');
    expect(await responseTo(port, ['Host: evil.example', key])).toBe('HTTP/1.1 403 Forbidden');
    expect(await responseTo(keyless.port, ['Host: localhost'])).toBe('HTTP/1.1 100 Continue');
    expect(await responseTo(keyless.port, ['Host: evil.example'])).toBe('HTTP/1.1 403 Forbidden');
    client.write(
      `POST /api/chat HTTP/1.1\r\nHost: localhost\r\n${key}\r\nContent-Length: 20\r\nExpect: 100-continue\r\n\r\n`,
    );
    await once(client, 'data');
    client.write('{"model":"llama3.2"}');
    expect(String((await once(client, 'data'))[0])).toContain('HTTP/1.1 502');
  });

  it('need no key on loopback only, and forwarded addresses count there only', async () => {
    const { fixture: here } = await open();
    for (const address of ['0.0.0.0', '::', '192.168.1.20', '100.64.0.7']) {
      await expect(here.gateway.listen({ address, port: 0, keyed: false })).rejects.toThrow('without a key');
    }
    const wide = await here.gateway.listen({ address: '0.0.0.0', port: 0, keyed: true, proxied: true });
    await fetch(`http://127.0.0.1:${wide.port}/v1/models`, { headers: { 'x-forwarded-for': '100.64.0.7' } });
    expect(here.records.at(-1)?.client).toBe('127.0.0.1');
  });
});
