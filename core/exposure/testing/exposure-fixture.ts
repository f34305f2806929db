import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { expect, vi } from 'vitest';
import type { TailnetHttps, Tailscale } from '../../../contract/exposure.ts';
import type { ServerActual } from '../../../contract/server.ts';
import { Settings } from '../../../contract/settings.ts';
import { freePort } from '../../../tests/ollama/free-port.ts';
import { createListeners } from '../../async/listeners.ts';
import type { ListenOnAddress } from '../../gateway/gateway.ts';
import { initialSnapshot } from '../../snapshot/initial-snapshot.ts';
import { createSnapshotStore, type SnapshotStore } from '../../snapshot/snapshot-store.ts';
import { sampleApp } from '../../snapshot/testing/app-slice-fixture.ts';
import { collides } from '../decide-bind.ts';
import { createExposure, type Exposure } from '../exposure.ts';
import { createHostNames } from '../host-names.ts';
import type { LanAddress } from '../interfaces.ts';
import type { NetworkFacts } from '../network-facts.ts';

/** Stands in for a tailnet address: Linux accepts connections on the whole of 127.0.0.0/8. */
export const TAILNET = '127.0.0.2';
export const up: Tailscale = {
  state: 'running',
  source: 'cli',
  addresses: [TAILNET],
  dnsName: null,
  unavailableReason: null,
};
export const down: Tailscale = { ...up, state: 'stopped', addresses: [], unavailableReason: 'Tailscale is off.' };

export function inLan(device: string, address: string): LanAddress {
  return {
    device,
    address,
    family: 'IPv4',
    isPrivate: true,
  };
}

async function untilClosed(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

/** Stands in for the gateway: responds with 401 when a key is required. `open` are the addresses it listens on now. */
function fakeGateway() {
  const open = new Set<string>();
  const listen: ListenOnAddress = async ({ address, port, keyed }) => {
    const listener = createServer((_request, response) => response.writeHead(keyed ? 401 : 200).end('forwarded'));
    listener.listen(port, address);
    await once(listener, 'listening');
    open.add(address);
    return {
      port,
      close: () => {
        open.delete(address);
        return untilClosed(listener);
      },
    };
  };
  return { open, listen };
}

interface FakeSupervisorOptions {
  readonly store: SnapshotStore;
  readonly port: number;
  readonly gateway: ReturnType<typeof fakeGateway>;
  /** The server's own, behind Corral's listeners. */
  readonly inner: number;
  /** What a start waits for until the server responds. */
  readonly ready: () => Promise<void>;
}

/** Listens at the decided address in place of the server. */
function fakeSupervisor({ store, port, gateway, inner, ready }: FakeSupervisorOptions) {
  const launch = Promise.withResolvers<Pick<Exposure, 'nextBind' | 'front'>>();
  const binds: string[] = [];
  let server: Server | null = null;
  let runs = 0;
  let abandonStart: () => void = () => undefined;
  let restarting: Promise<void> | null = null;

  const publishActual = (actual: ServerActual) =>
    store.update('server', (slice) => ({ ...slice, actual, desired: 'running' }));
  const stopServer = async () => {
    if (server) await untilClosed(server);
    server = null;
  };
  const serve = async (host: string, at = port) => {
    server = createServer((_request, response) => response.end(host)).listen(at, host);
    await once(server, 'listening');
  };
  const begin = async (): Promise<void> => {
    const { nextBind, front } = await launch.promise;
    publishActual({ state: 'stopping', runId: `r${runs}`, since: 0 });
    await stopServer();
    runs += 1;
    const runId = `r${runs}`;
    publishActual({ state: 'starting', runId, since: 0 });
    const { placement, host } = await nextBind();
    await front.open(runId, { placement, host });
    for (const address of gateway.open) expect(collides({ placement, host }, { address })).toBe(false);
    const innerPort = placement === 'inner' ? inner : null;
    store.update('server', (slice) => ({ ...slice, innerPort }));
    binds.push(placement === 'inner' ? 'inner' : host);
    const abandoned = new Promise<boolean>((resolve) => {
      abandonStart = () => resolve(true);
    });
    if (await Promise.race([abandoned, ready().then(() => false)])) return begin();
    await serve(host, innerPort ?? port);
    publishActual({ state: 'running', runId, since: 0, version: '0' });
  };
  /** The old listeners are closed before the new one opens, and a start in progress is abandoned. */
  const restartServer = (): Promise<void> => {
    abandonStart();
    restarting ??= begin().finally(() => {
      restarting = null;
    });
    return restarting;
  };
  return { binds, publishActual, serve, stopServer, restartServer, connect: launch.resolve };
}

/** Exposure over real listeners, with a fake supervisor that listens at the decided address, and a network that the test changes. */
export async function openExposure(requireKey: boolean) {
  const [port, inner] = [await freePort(), await freePort()];
  const gateway = fakeGateway();
  const httpsChanges = createListeners<void>();
  const notify = vi.fn<(notification: { title: string; body: string }) => void>();
  const now = {
    settings: Settings.parse({ requireKey }),
    tailscale: up,
    lan: [inLan('en0', '127.0.0.3'), inLan('en1', '127.0.0.4')],
    https: { state: 'off', url: null, consentUrl: null, reason: null } as TailnetHttps,
    /** Settings can't be saved. */
    isFull: false as boolean,
    /** What a check of the network waits for. */
    networkCheck: Promise.resolve(),
    /** What a start waits for until the server responds. */
    ready: Promise.resolve(),
  };
  const store = createSnapshotStore(initialSnapshot({ app: sampleApp, settings: now.settings, port }));
  const supervisor = fakeSupervisor({ store, port, gateway, inner, ready: () => now.ready });
  const { binds, publishActual, serve, stopServer, restartServer } = supervisor;
  const network: NetworkFacts = {
    refresh: () => now.networkCheck,
    tailscale: () => now.tailscale,
    addresses: () => ({ ...now, labels: new Map([['en0', 'Wi-Fi']]), localName: null }),
  };
  const set = (fields: Partial<Settings>) => {
    if (now.isFull) throw new Error('no space left');
    now.settings = { ...now.settings, ...fields };
    store.set('settings', now.settings);
  };
  const settings = { get: () => now.settings, setExposure: set };
  const hostNames = createHostNames(network, settings);
  const exposure = createExposure({
    store,
    network,
    hostNames,
    settings,
    listen: gateway.listen,
    restartServer,
    notify,
    hasSubscribers: () => true,
    currentWork: async () => store.get().work,
    temporaryKey: () => ({ secret: 'x', end: () => undefined }),
    https: {
      reconcile: async () => undefined,
      view: () => now.https,
      subscribe: httpsChanges.add,
      close: async () => undefined,
    },
  });
  supervisor.connect(exposure);
  exposure.start();
  await restartServer();

  return {
    port,
    inner,
    gateway,
    binds,
    notify,
    now,
    store,
    exposure,
    hostNames,
    set,
    setHttps: (view: TailnetHttps) => {
      now.https = view;
      httpsChanges.notify();
    },
    publishActual,
    serve,
    stopServer,
    restartServer,
    slice: () => store.get().exposure,
    bodyFrom: (host: string) => fetch(`http://${host}:${port}/`).then((reply) => reply.text()),
    /** 0 when nothing listens. */
    statusAt: (host: string) =>
      fetch(`http://${host}:${port}/`).then(
        ({ status }) => status,
        () => 0,
      ),
    async close() {
      await exposure.close();
      await stopServer();
    },
  };
}

export type ExposureFixture = Awaited<ReturnType<typeof openExposure>>;
