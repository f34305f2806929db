import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Tailscale } from '../../contract/exposure.ts';
import type { ServerActual } from '../../contract/server.ts';
import { Settings } from '../../contract/settings.ts';
import { freePort } from '../../tests/ollama/free-port.ts';
import { initialSnapshot } from '../initial-snapshot.ts';
import { createSnapshotStore, type SnapshotStore } from '../snapshot/snapshot-store.ts';
import { createWorkGate } from '../work/work-gate.ts';
import { createExposure, type Exposure } from './exposure.ts';
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

describe.runIf(process.platform === 'linux')('exposure', () => {
  let store: SnapshotStore;
  let settings: Settings;
  let tailscale: Tailscale;
  let port: number;
  let server: Server | null;
  let exposure: Exposure;
  let binds: string[];
  const notify = vi.fn<(notification: { title: string; body: string }) => void>();

  const network: NetworkFacts = {
    refresh: async () => undefined,
    tailscale: () => tailscale,
    addresses: () => ({ lan: [], labels: new Map(), localName: null, tailscale }),
  };
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
    const { host } = await exposure.nextBind();
    await exposure.releasePort();
    server = createServer((_request, response) => response.end(host));
    server.listen(port, host);
    await once(server, 'listening');
    binds.push(host);
    say({ state: 'running', runId: `r${binds.length}`, since: 0, version: '0' });
  };

  beforeEach(async () => {
    port = await freePort();
    settings = Settings.parse({});
    tailscale = up;
    server = null;
    binds = [];
    notify.mockClear();
    store = createSnapshotStore(initialSnapshot({ app, settings, port }));
    exposure = createExposure({
      ...{ store, network, restartServer, notify, isWatched: () => true, gate: createWorkGate(store) },
      settings: {
        get: () => settings,
        setReach: (reach) => {
          settings = { ...settings, reach };
          store.set('settings', settings);
        },
      },
    });
    exposure.start();
    await restartServer();
  });
  afterEach(async () => {
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
    expect(await answer('127.0.0.1')).toBe(ADDRESS);

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
    await vi.waitFor(async () => expect(await answer('127.0.0.1')).toBe(ADDRESS), 10_000);
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
});
