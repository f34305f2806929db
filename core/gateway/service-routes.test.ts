import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SECRETS } from './testing/gateway-fixture.ts';
import { openServerFixture, type ServerFixture } from './testing/server-fixture.ts';

describe('NIM’s service routes', () => {
  let server: ServerFixture;
  beforeEach(async () => {
    server = await openServerFixture();
  });
  afterEach(async () => {
    expect(server.received).toEqual([]);
    expect(await server.close()).toEqual([]);
  });

  it.each([true, false])(
    'tell the health without a key, and nothing else (a listener with keys: %s)',
    async (keyed) => {
      const at = { upstream: server.endpoint() as ReturnType<typeof server.endpoint> | null };
      const { url, fixture } = await server.open({ listener: { keyed }, upstream: () => at.upstream });
      for (const [name, status] of [
        ['live', 'live'],
        ['ready', 'ready'],
      ]) {
        const path = `${url}/v1/health/${name}`;
        const response = await fetch(path);
        expect(await response.json()).toEqual({ object: 'health.response', message: expect.any(String), status });
        const head = await fetch(path, { method: 'HEAD' });
        expect([head.status, await head.text()]).toEqual([200, '']);
      }
      for (const state of ['coming', 'down'] as const) {
        fixture.policy.update({ server: { state } });
        expect((await fetch(`${url}/v1/health/ready`)).status).toBe(503);
        expect((await fetch(`${url}/v1/health/live`)).status).toBe(200);
      }
      if (!keyed) return;
      expect(fixture.records).toEqual([]);
      for (const [path, init] of [
        ['/v1/health/live', { method: 'POST' }],
        ['/v1/health/live/', {}],
        ['/v1/health', {}],
        ['/v1/version', {}],
        ['/v1/metadata', {}],
      ] as const) {
        expect((await fetch(url + path, init)).status).toBe(401);
      }
    },
  );

  it('tell versions, and the models that a key may list', async () => {
    const { send } = await server.open({ stubs: ['other:latest'] });
    expect(await (await send('/v1/version')).json()).toEqual({ release: '0.1.0', api: '0.33.0' });
    const modelInfo = async (secret: string) => (await send('/v1/metadata', {}, secret)).json();
    const [shown, hidden] = [{ shortName: 'llama3.2:latest' }, { shortName: 'other:latest' }];
    expect(await modelInfo(SECRETS.inference)).toMatchObject({ modelInfo: [shown, hidden] });
    expect(await modelInfo(SECRETS.listed)).toMatchObject({ modelInfo: [shown] });
  });

  it.each(['/metrics', '/v1/metrics'])('have metrics at %s for those who manage the server', async (path) => {
    const { send } = await server.open();
    expect((await send(path)).status).toBe(403);
    expect((await send(path, {}, SECRETS.listedFull)).status).toBe(403);
    expect(await (await send(path, {}, SECRETS.full)).text()).toBe('named: true\n');
  });

  it.each(['/metrics', '/v1/metrics'])('name no key at %s on this Mac, but to a key', async (path) => {
    const { url } = await server.open({ listener: { keyed: false } });
    const read = async (headers: Record<string, string>) => (await fetch(url + path, { headers })).text();
    expect(await read({})).toBe('named: false\n');
    expect(await read({ authorization: 'Bearer ollama' })).toBe('named: false\n');
    expect(await read({ authorization: `Bearer ${SECRETS.full}` })).toBe('named: true\n');
    expect(await read({ 'x-api-key': SECRETS.inference })).toBe('named: true\n');
  });

  it('are on the private socket, where everything is named', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'corral-socket-'));
    const { fixture } = await server.open();
    const path = join(folder, 's');
    const listener = await fixture.gateway.listen({ path });
    const dispatcher = new Agent({ connect: { socketPath: path } });
    const read = async (target: string) =>
      (await request(`http://anything${target}`, { dispatcher, headers: { origin: 'app://corral' } })).body.text();
    expect(await read('/v1/metrics')).toBe('named: true\n');
    expect(JSON.parse(await read('/v1/metadata'))).toMatchObject({ version: '0.1.0', ollamaVersion: '0.33.0' });
    await dispatcher.close();
    await listener.close();
    rmSync(folder, { recursive: true });
  });
});
