import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Tailscale } from '../../contract/exposure.ts';
import type { ServerActual } from '../../contract/server.ts';
import { Settings } from '../../contract/settings.ts';
import { freePort } from '../../tests/ollama/free-port.ts';
import { initialSnapshot } from '../initial-snapshot.ts';
import { portListeners } from '../os/port-listeners.ts';
import { createSnapshotStore, type SnapshotStore } from '../snapshot/snapshot-store.ts';
import { createWorkGate, type WorkGate } from '../work/work-gate.ts';
import { createExposure, type Exposure } from './exposure.ts';
import type { LanAddress } from './interfaces.ts';
import type { Listen } from './listener-keeper.ts';
import type { NetworkFacts } from './network-facts.ts';

const capabilities = { pickFile: false, revealFile: false, loginItem: false, keepAwake: false, quit: false };
const app = {
  version: '0',
  host: 'headless' as const,
  platform: 'linux',
  dataDir: '/',
  memoryBytes: 0,
  capabilities,
  notices: [],
};

/** Stands in for a tailnet address: every Linux machine answers on the whole of 127.0.0.0/8. */
const ADDRESS = '127.0.0.2';
const up: Tailscale = { state: 'running', source: 'cli', addresses: [ADDRESS], dnsName: null, unavailable: null };
const down: Tailscale = { ...up, state: 'stopped', addresses: [], unavailable: 'Tailscale is off.' };

/** Addresses on which a stand-in for the gateway listens now. */
const forwarding = new Set<string>();
/** Answers 401 where a key is asked for. */
const listen: Listen = async ({ address, port, keyed }) => {
  const listener = createServer((_request, response) => response.writeHead(keyed ? 401 : 200).end('forwarded'));
  listener.listen(port, address);
  await once(listener, 'listening');
  forwarding.add(address);
  return {
    port,
    close: async () => {
      forwarding.delete(address);
      listener.closeAllConnections();
      listener.close();
      await once(listener, 'close');
    },
  };
};

describe.runIf(process.platform === 'linux')('exposure', () => {
  let store: SnapshotStore;
  let settings: Settings;
  let tailscale: Tailscale;
  let port: number;
  let server: Server | null;
  let exposure: Exposure;
  let gate: WorkGate;
  let binds: string[];
  const notify = vi.fn<(notification: { title: string; body: string }) => void>();

  let lan: LanAddress[];
  const network: NetworkFacts = {
    refresh: async () => undefined,
    tailscale: () => tailscale,
    addresses: () => ({ lan, labels: new Map([['en0', 'Wi-Fi']]), localName: null, tailscale }),
  };
  const inLan = (device: string, address: string): LanAddress => ({
    ...{ device, address, family: 'IPv4', isPrivate: true },
  });
  const say = (actual: ServerActual) => store.update('server', (slice) => ({ ...slice, actual, wanted: 'running' }));
  const stopServer = async () => {
    server?.closeAllConnections();
    server?.close();
    if (server) await once(server, 'close');
    server = null;
  };
  /** The supervisor's part, with a real listener. */
  const restartServer = async () => {
    say({ state: 'stopping', runId: 'r', since: 0 });
    await stopServer();
    const { ollamaHost: host } = await exposure.nextBind();
    await exposure.releasePort();
    expect(forwarding).toEqual(new Set());
    server = createServer((_request, response) => response.end(host));
    server.listen(port, host);
    await once(server, 'listening');
    binds.push(host);
    say({ state: 'running', runId: `r${binds.length}`, since: 0, version: '0' });
  };

  beforeEach(async () => {
    port = await freePort();
    settings = Settings.parse({ requireKey: false });
    tailscale = up;
    lan = [inLan('en0', '127.0.0.3'), inLan('en1', '127.0.0.4')];
    server = null;
    binds = [];
    notify.mockClear();
    store = createSnapshotStore(initialSnapshot({ app, settings, port }));
    gate = createWorkGate(store);
    exposure = createExposure({
      ...{ store, network, listen, restartServer, notify, isWatched: () => true, gate },
      temporaryKey: () => ({ secret: 'x', end: () => undefined }),
      https: {
        follow: async () => undefined,
        view: () => ({ state: 'off', url: null, consentUrl: null, reason: null }),
        close: async () => undefined,
      },
      settings: {
        get: () => settings,
        setExposure: (fields) => {
          settings = { ...settings, ...fields };
          store.set('settings', settings);
        },
      },
    });
    exposure.start();
    await restartServer();
  });
  afterEach(async () => {
    gate.close();
    await exposure.close();
    await stopServer();
  });

  const slice = () => store.get().exposure;
  const answer = (host: string) => fetch(`http://${host}:${port}/`).then((reply) => reply.text());

  it('opens nothing without a key before it was confirmed', async () => {
    for (const reach of ['localNetwork', 'tailscale'] as const) {
      await expect(exposure.setReach({ reach, confirmed: false, when: 'now' })).rejects.toMatchObject({
        ...{ code: 'CONFIRMATION_NEEDED', data: { reach } },
      });
    }
    expect(binds).toEqual(['127.0.0.1']);
    expect(slice()).toMatchObject({ wanted: 'thisMac', applied: { open: false } });
  });

  it('opens to the network and closes again, and says when it is at it', async () => {
    const applying: boolean[] = [];
    store.subscribe(() => applying.push(slice().applying));
    await exposure.setReach({ reach: 'localNetwork', confirmed: true, when: 'now' });
    expect(applying).toContain(true);
    expect(slice()).toMatchObject({
      applying: false,
      applied: { reach: 'localNetwork', open: true, ollamaHost: `0.0.0.0:${port}` },
    });
    await exposure.setReach({ reach: 'thisMac', confirmed: false, when: 'now' });
    expect(slice()).toMatchObject({ wanted: 'thisMac', applied: { reach: 'thisMac', open: false } });
    expect(binds).toEqual(['127.0.0.1', '0.0.0.0', '127.0.0.1']);
  });

  it('ends where the last of two hasty choices says', async () => {
    await Promise.all([
      exposure.setReach({ reach: 'localNetwork', confirmed: true, when: 'now' }),
      exposure.setReach({ reach: 'tailscale', confirmed: true, when: 'now' }),
    ]);
    expect(slice()).toMatchObject({ wanted: 'tailscale', applied: { reach: 'tailscale' } });
    expect(binds.at(-1)).toBe(ADDRESS);
  });

  it('keeps localhost in the Tailscale row, and follows the address when it goes and returns', async () => {
    await exposure.setReach({ reach: 'tailscale', confirmed: true, when: 'now' });
    await vi.waitFor(
      () => expect(slice().addresses.map(({ url }) => url)).toContain(`http://localhost:${port}/v1`),
      10_000,
    );
    expect(await answer(ADDRESS)).toBe(ADDRESS);
    expect(await answer('127.0.0.1')).toBe('forwarded');

    tailscale = down;
    // Nobody asks: the poll finds out.
    const kept = { wanted: 'tailscale', applying: false, applied: { reach: 'thisMac', open: false } };
    await vi.waitFor(() => expect(slice()).toMatchObject(kept), 10_000);
    expect(slice().shortfall).toContain('Tailscale is off.');
    expect(notify).toHaveBeenCalledOnce();
    expect(await answer('127.0.0.1')).toBe('127.0.0.1');

    tailscale = { ...down, unavailable: 'Tailscale is not signed in.' };
    await exposure.look();
    expect(slice().shortfall).toContain('not signed in');
    expect(binds).toHaveLength(3);

    tailscale = up;
    await exposure.look();
    expect(slice()).toMatchObject({ applied: { reach: 'tailscale' }, shortfall: null });
    expect(notify).toHaveBeenCalledTimes(2);
    await vi.waitFor(async () => expect(await answer('127.0.0.1')).toBe('forwarded'), 10_000);
  });

  it('says when another program keeps localhost from working', async () => {
    await stopServer();
    await exposure.setReach({ reach: 'thisMac', confirmed: false, when: 'now' });
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    await exposure.setReach({ reach: 'tailscale', confirmed: true, when: 'now' });
    await vi.waitFor(() => expect(slice().shortfall).toContain('another program'), 10_000);
    expect(slice().addresses.map(({ url }) => url)).toEqual([`http://${ADDRESS}:${port}/v1`]);
    other.close();
  });

  it('refuses Tailscale where it is missing, with the reason', async () => {
    tailscale = down;
    await expect(exposure.setReach({ reach: 'tailscale', confirmed: true, when: 'now' })).rejects.toMatchObject({
      ...{ code: 'TAILSCALE_UNAVAILABLE', data: { reason: 'Tailscale is off.' } },
    });
    expect(settings.reach).toBe('thisMac');
  });

  it('shows the real reach of a server that is not ours and leaves it alone', async () => {
    await stopServer();
    server = createServer().listen(port, '0.0.0.0');
    await once(server, 'listening');
    say({ state: 'external', owner: 'terminal', pid: 1, version: '0', canTakeOver: false });
    await vi.waitFor(() => expect(slice().applied).toMatchObject({ reach: 'localNetwork', open: true }), 10_000);
    expect(slice().readOnlyReason).toContain('terminal');
    await expect(exposure.setReach({ reach: 'localNetwork', confirmed: true, when: 'now' })).rejects.toMatchObject({
      code: 'SERVER_NOT_OURS',
    });
  });

  it('only remembers the choice while the server is stopped', async () => {
    await stopServer();
    store.update('server', (server) => ({ ...server, wanted: 'stopped', actual: { state: 'stopped' } }));
    await exposure.setReach({ reach: 'localNetwork', confirmed: true, when: 'now' });
    expect(slice()).toMatchObject({ wanted: 'localNetwork', applied: null, addresses: [] });
    expect(binds).toEqual(['127.0.0.1']);
  });

  describe('with a key required', () => {
    const statusAt = (host: string) =>
      fetch(`http://${host}:${port}/`).then(
        ({ status }) => status,
        () => 0,
      );
    const urls = () => slice().addresses.map(({ url }) => url);
    const at = (host: string) => `http://${host}:${port}/v1`;

    beforeEach(() => exposure.setKeyRequired({ required: true, confirmed: false, when: 'now' }));

    it('opens without a confirmation or a restart, and closes again', async () => {
      await exposure.setReach({ reach: 'localNetwork', confirmed: false, when: 'now' });
      expect(slice().applied).toEqual({
        ...{ reach: 'localNetwork', open: false, keyed: true, ollamaHost: `127.0.0.1:${port}` },
        listening: ['127.0.0.1', '127.0.0.3', '127.0.0.4', ADDRESS],
      });
      expect(await Promise.all(['127.0.0.1', '127.0.0.3', '127.0.0.4', ADDRESS].map(statusAt))).toEqual([
        200, 401, 401, 401,
      ]);
      expect(slice().addresses.map(({ needsKey }) => needsKey)).toEqual([false, true, true, true]);

      await exposure.setReach({ reach: 'tailscale', confirmed: false, when: 'now' });
      expect(await Promise.all(['127.0.0.1', '127.0.0.3', ADDRESS].map(statusAt))).toEqual([200, 0, 401]);
      await exposure.setReach({ reach: 'thisMac', confirmed: false, when: 'now' });
      expect(await Promise.all(['127.0.0.1', '127.0.0.3', ADDRESS].map(statusAt))).toEqual([200, 0, 0]);
      expect(slice().applied).toMatchObject({ reach: 'thisMac', keyed: false });
      expect(binds).toEqual(['127.0.0.1']);
    });

    it('follows the addresses without a restart, and says which is gone', async () => {
      await exposure.setReach({ reach: 'localNetwork', confirmed: false, when: 'now' });
      expect(slice().gone).toEqual([]);
      lan = [inLan('en0', '127.0.0.5')];
      tailscale = down;
      await exposure.look();
      expect(await Promise.all(['127.0.0.3', '127.0.0.4', ADDRESS, '127.0.0.5'].map(statusAt))).toEqual([0, 0, 0, 401]);
      expect(urls()).toEqual([at('localhost'), at('127.0.0.5')]);
      expect(slice().gone.map(({ url }) => url)).toEqual([at('127.0.0.3'), at('127.0.0.4'), at(ADDRESS)]);

      lan = [inLan('en0', '127.0.0.3')];
      // Nobody asks: the poll finds out.
      await vi.waitFor(() => expect(urls()).toEqual([at('localhost'), at('127.0.0.3')]), 10_000);
      expect(slice().gone.map(({ url }) => url)).toEqual([at('127.0.0.5'), at('127.0.0.4'), at(ADDRESS)]);
      lan = [];
      await exposure.look();
      expect(slice()).toMatchObject({ applied: { reach: 'thisMac', keyed: false, open: false } });
      expect(slice().shortfall).toContain('no private address');
      expect(binds).toEqual(['127.0.0.1']);
      expect(notify).not.toHaveBeenCalled();
    });

    it('closes an interface that is unticked, and forgets its address', async () => {
      await exposure.setReach({ reach: 'localNetwork', confirmed: false, when: 'now' });
      await exposure.setInterface({ device: 'en0', open: false });
      expect(await Promise.all(['127.0.0.3', '127.0.0.4'].map(statusAt))).toEqual([0, 401]);
      expect(slice().gone).toEqual([]);
      expect(slice().interfaces.map(({ device, ticked }) => [device, ticked])).toEqual([
        ['en0', false],
        ['en1', true],
        ['tailscale', true],
      ]);
      await exposure.setInterface({ device: 'en1', open: false });
      await exposure.setInterface({ device: 'tailscale', open: false });
      expect(slice()).toMatchObject({ shortfall: expect.stringContaining('No network is ticked') });
      await exposure.setInterface({ device: 'en0', open: true });
      expect(await statusAt('127.0.0.3')).toBe(401);
      expect(settings.closedInterfaces).toEqual(['en1', 'tailscale']);
    });

    it('says when somebody else has an address, opens the others, and opens it when it is free', async () => {
      const other = createServer().listen(port, '127.0.0.3');
      await once(other, 'listening');
      await exposure.setReach({ reach: 'localNetwork', confirmed: false, when: 'now' });
      expect(slice().shortfall).toContain('another program listens there (127.0.0.3)');
      expect(slice()).toMatchObject({ applied: { reach: 'localNetwork', keyed: true } });
      expect(urls()).not.toContain(at('127.0.0.3'));
      expect(store.get().server.problems).toEqual([]);
      other.close();
      await vi.waitFor(() => expect(slice().shortfall).toBeNull(), 10_000);
      expect(await statusAt('127.0.0.3')).toBe(401);
    });

    it('counts somebody else who answers there without a key', async () => {
      await exposure.setReach({ reach: 'localNetwork', confirmed: false, when: 'now' });
      store.update('server', (server) => ({ ...server, neighbours: [{ address: '::', pid: 1, name: 'x' }] }));
      expect(slice().applied).toMatchObject({ reach: 'localNetwork', open: true, keyed: true });
    });

    it('is turned off only when confirmed, by a restart, and on again without asking', async () => {
      await exposure.setReach({ reach: 'tailscale', confirmed: false, when: 'now' });
      await expect(exposure.setKeyRequired({ required: false, confirmed: false, when: 'now' })).rejects.toMatchObject({
        code: 'CONFIRMATION_NEEDED',
        data: { reach: 'tailscale' },
      });
      expect(slice().applied).toMatchObject({ open: false, keyed: true });
      await exposure.setKeyRequired({ required: false, confirmed: true, when: 'now' });
      expect(slice().applied).toMatchObject({ open: true, keyed: false, ollamaHost: `${ADDRESS}:${port}` });
      expect(await answer('127.0.0.1')).toBe('forwarded');
      await exposure.setKeyRequired({ required: true, confirmed: false, when: 'now' });
      expect(slice().applied).toMatchObject({ open: false, keyed: true, ollamaHost: `127.0.0.1:${port}` });
      expect(await answer('127.0.0.1')).toBe('127.0.0.1');
      expect(binds).toEqual(['127.0.0.1', ADDRESS, '127.0.0.1']);
    });

    it('asks before it cuts an answer off, and not where nothing is cut off', async () => {
      store.set('work', { answers: 1, pulls: [] });
      await exposure.setReach({ reach: 'localNetwork', confirmed: false, when: 'ask' });
      for (const again of [
        () => exposure.setReach({ reach: 'thisMac', confirmed: false, when: 'ask' }),
        () => exposure.setKeyRequired({ required: false, confirmed: true, when: 'ask' }),
      ]) {
        await expect(again()).rejects.toMatchObject({ code: 'WORK_IN_PROGRESS' });
      }
      expect(await statusAt('127.0.0.3')).toBe(401);
    });

    it('leaves a stop that waits alone where nothing is cut off', async () => {
      store.set('work', { answers: 1, pulls: [] });
      await gate.pass('stop', 'idle', () => undefined);
      await exposure.setReach({ reach: 'localNetwork', confirmed: false, when: 'ask' });
      expect(store.get().server.pending).toMatchObject({ action: 'stop' });
      expect(await statusAt('127.0.0.3')).toBe(401);
    });

    it('knows its own names, and the person’s', async () => {
      await exposure.setReach({ reach: 'localNetwork', confirmed: false, when: 'now' });
      settings = { ...settings, allowedHosts: ['studio.example'] };
      store.set('settings', settings);
      expect(exposure.hosts()).toEqual(expect.arrayContaining(['localhost', '127.0.0.3', ADDRESS, 'studio.example']));
    });

    it('is open only while the server runs, and nothing is left when it closes', async () => {
      await exposure.setReach({ reach: 'localNetwork', confirmed: false, when: 'now' });
      await stopServer();
      say({ state: 'stopped' });
      await vi.waitFor(async () => expect(await portListeners(port)).toEqual([]), 10_000);
      await restartServer();
      await vi.waitFor(async () => expect(await statusAt('127.0.0.3')).toBe(401), 10_000);
      await exposure.close();
      expect(await Promise.all(['127.0.0.3', '127.0.0.4', ADDRESS].map(statusAt))).toEqual([0, 0, 0]);
    });
  });
});
