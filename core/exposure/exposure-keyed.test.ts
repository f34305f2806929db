import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../tests/eventually.ts';
import { portListeners } from '../os/port-listeners.ts';
import { down, type ExposureFixture, inLan, openExposure, TAILNET } from './testing/exposure-fixture.ts';

describe.runIf(process.platform === 'linux')('exposure with a key', () => {
  let g: ExposureFixture;
  beforeEach(async () => {
    g = await openExposure(true);
  });
  afterEach(() => g.close());
  const urls = () => g.slice().addresses.map(({ url }) => url);
  const at = (host: string) => `http://${host}:${g.port}/v1`;

  it('opens without a confirmation or a restart, and closes again', async () => {
    await g.exposure.setReach({ reach: 'localNetwork', confirmed: false, when: 'now' });
    expect(g.slice().effective).toEqual({
      reach: 'localNetwork',
      open: false,
      keyed: true,
      ollamaHost: `127.0.0.1:${g.inner}`,
      listening: ['127.0.0.1', '::1', '127.0.0.3', '127.0.0.4', TAILNET],
    });
    expect(await Promise.all(['127.0.0.1', '127.0.0.3', '127.0.0.4', TAILNET].map(g.statusAt))).toEqual([
      200, 401, 401, 401,
    ]);
    expect(g.slice().addresses.map(({ needsKey }) => needsKey)).toEqual([false, true, true, true]);

    await g.exposure.setReach({ reach: 'tailscale', confirmed: false, when: 'now' });
    expect(await Promise.all(['127.0.0.1', '127.0.0.3', TAILNET].map(g.statusAt))).toEqual([200, 0, 401]);
    await g.exposure.setReach({ reach: 'thisMac', confirmed: false, when: 'now' });
    expect(await Promise.all(['127.0.0.1', '127.0.0.3', TAILNET].map(g.statusAt))).toEqual([200, 0, 0]);
    expect(g.slice().effective).toMatchObject({ reach: 'thisMac', keyed: false });
    expect(g.binds).toEqual(['inner']);
  });

  it('follows the addresses without a restart, and publishes former ones', async () => {
    await g.exposure.setReach({ reach: 'localNetwork', confirmed: false, when: 'now' });
    expect(g.slice().formerAddresses).toEqual([]);
    g.now.lan = [inLan('en0', '127.0.0.5')];
    g.now.tailscale = down;
    await g.exposure.refresh();
    expect(await Promise.all(['127.0.0.3', '127.0.0.4', TAILNET, '127.0.0.5'].map(g.statusAt))).toEqual([0, 0, 0, 401]);
    expect(urls()).toEqual([at('localhost'), at('127.0.0.5')]);
    expect(g.slice().formerAddresses.map(({ url }) => url)).toEqual([at('127.0.0.3'), at('127.0.0.4'), at(TAILNET)]);

    g.now.lan = [inLan('en0', '127.0.0.3')];
    // The poll detects it.
    await eventually(() => expect(urls()).toEqual([at('localhost'), at('127.0.0.3')]));
    expect(g.slice().formerAddresses.map(({ url }) => url)).toEqual([at('127.0.0.5'), at('127.0.0.4'), at(TAILNET)]);
    g.now.lan = [];
    await g.exposure.refresh();
    expect(g.slice()).toMatchObject({ effective: { reach: 'thisMac', keyed: false, open: false } });
    expect(g.slice().degradedReason).toContain('doesn’t have a private network address');
    expect(g.binds).toEqual(['inner']);
    expect(g.notify).not.toHaveBeenCalled();
  });

  it('closes an interface that is deselected, and doesn’t list its address as a former one', async () => {
    await g.exposure.setReach({ reach: 'localNetwork', confirmed: false, when: 'now' });
    await g.exposure.setInterfaceEnabled({ device: 'en0', enabled: false, when: 'now' });
    expect(await Promise.all(['127.0.0.3', '127.0.0.4'].map(g.statusAt))).toEqual([0, 401]);
    expect(g.slice().formerAddresses).toEqual([]);
    expect(g.slice().interfaces.map(({ device, selected }) => [device, selected])).toEqual([
      ['en0', false],
      ['en1', true],
      ['tailscale', true],
    ]);
    await g.exposure.setInterfaceEnabled({ device: 'en1', enabled: false, when: 'now' });
    await g.exposure.setInterfaceEnabled({ device: 'tailscale', enabled: false, when: 'now' });
    expect(g.slice()).toMatchObject({ degradedReason: expect.stringContaining('No networks are selected') });
    await g.exposure.setInterfaceEnabled({ device: 'en0', enabled: true, when: 'now' });
    expect(await g.statusAt('127.0.0.3')).toBe(401);
    expect(g.now.settings.closedInterfaces).toEqual(['en1', 'tailscale']);
  });

  it('counts tailnet HTTPS, whose address becomes a former one when it fails but not when it is turned off', async () => {
    const off = g.now.https;
    const on = { ...off, state: 'on', url: 'https://mac.ts.net/v1' } as const;
    await g.exposure.setReach({ reach: 'localNetwork', confirmed: false, when: 'now' });
    for (const device of ['en0', 'en1', 'tailscale'])
      await g.exposure.setInterfaceEnabled({ device, enabled: false, when: 'now' });
    expect(g.slice().effective).toMatchObject({ reach: 'thisMac', keyed: false });
    g.setHttps(on);
    await g.exposure.setTailnetHttps({ enabled: true, when: 'now' });
    expect(g.slice().effective).toMatchObject({ reach: 'tailscale', open: false, keyed: true });
    expect(urls()).toEqual([at('localhost'), on.url]);

    g.setHttps({ ...off, state: 'failed', reason: 'It stopped.' });
    await g.exposure.refresh();
    expect(g.slice()).toMatchObject({ effective: { reach: 'thisMac' }, formerAddresses: [{ url: on.url }] });
    g.setHttps(on);
    await g.exposure.refresh();
    g.setHttps(off);
    await g.exposure.setTailnetHttps({ enabled: false, when: 'now' });
    expect(g.slice().formerAddresses).toEqual([]);
  });

  it('reports an address that another app uses, opens the others, and opens it once it is free', async () => {
    const other = createServer().listen(g.port, '127.0.0.3');
    await once(other, 'listening');
    await g.exposure.setReach({ reach: 'localNetwork', confirmed: false, when: 'now' });
    expect(g.slice().degradedReason).toContain('can’t connect to 127.0.0.3: another app is using that port');
    expect(g.slice()).toMatchObject({ effective: { reach: 'localNetwork', keyed: true } });
    expect(urls()).not.toContain(at('127.0.0.3'));
    expect(g.store.get().server.problems).toEqual([]);
    other.close();
    await eventually(() => expect(g.slice().degradedReason).toBeNull());
    expect(await g.statusAt('127.0.0.3')).toBe(401);
  });

  it('keeps trying an address that can’t be used yet', async () => {
    g.now.lan = [inLan('en0', '192.0.2.77'), inLan('en1', '127.0.0.4')];
    await g.exposure.setReach({ reach: 'localNetwork', confirmed: false, when: 'now' });
    expect(g.slice().degradedReason).toMatch(
      /^Other devices can’t connect to 192\.0\.2\.77: this Mac can’t use that address right now/,
    );
    expect(await g.statusAt('127.0.0.4')).toBe(401);
    expect(g.slice().formerAddresses).toEqual([]);
  });

  it('counts another process that accepts requests there without a key', async () => {
    await g.exposure.setReach({ reach: 'localNetwork', confirmed: false, when: 'now' });
    g.store.update('server', (server) => ({ ...server, portConflicts: [{ address: '::', pid: 1, name: 'x' }] }));
    expect(g.slice().effective).toMatchObject({ reach: 'localNetwork', open: true, keyed: true });
  });

  it('stops requiring a key only when confirmed, with a restart, and requires it again without asking', async () => {
    await g.exposure.setReach({ reach: 'tailscale', confirmed: false, when: 'now' });
    await expect(g.exposure.setKeyRequired({ required: false, confirmed: false, when: 'now' })).rejects.toMatchObject({
      code: 'CONFIRMATION_NEEDED',
      data: { reach: 'tailscale' },
    });
    expect(g.slice().effective).toMatchObject({ open: false, keyed: true });
    await g.exposure.setKeyRequired({ required: false, confirmed: true, when: 'now' });
    expect(g.slice().effective).toMatchObject({ open: true, keyed: false, ollamaHost: `${TAILNET}:${g.port}` });
    expect(await g.bodyFrom('127.0.0.1')).toBe('forwarded');
    await g.exposure.setKeyRequired({ required: true, confirmed: false, when: 'now' });
    expect(g.slice().effective).toMatchObject({ open: false, keyed: true, ollamaHost: `127.0.0.1:${g.inner}` });
    expect(await g.bodyFrom('127.0.0.1')).toBe('forwarded');
    expect(g.binds).toEqual(['inner', TAILNET, 'inner']);
  });

  it('accepts this Mac’s own host names and the allowed ones', async () => {
    await g.exposure.setReach({ reach: 'localNetwork', confirmed: false, when: 'now' });
    g.set({ allowedHosts: ['studio.example'] });
    expect(g.hostNames.current()).toEqual(
      expect.arrayContaining(['localhost', '127.0.0.3', TAILNET, 'studio.example']),
    );
  });

  it('listens only while the server runs, and leaves nothing when it closes', async () => {
    await g.exposure.setReach({ reach: 'localNetwork', confirmed: false, when: 'now' });
    await g.stopServer();
    g.publishActual({ state: 'stopped' });
    await eventually(async () => expect(await portListeners(g.port)).toEqual([]));
    await g.restartServer();
    await eventually(async () => expect(await g.statusAt('127.0.0.3')).toBe(401));
    await g.exposure.close();
    expect(await Promise.all(['127.0.0.3', '127.0.0.4', TAILNET].map(g.statusAt))).toEqual([0, 0, 0]);
  });
});
