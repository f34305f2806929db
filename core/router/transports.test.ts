import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient, isDefinedError, safe } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { RPCHandler as PortHandler } from '@orpc/server/message-port';
import { RPCHandler as SocketHandler } from '@orpc/server/ws';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import type { contract } from '../../contract/contract.ts';
import { expectedError } from '../../contract/expected-error.ts';
import { Settings } from '../../contract/settings.ts';
import { eventually } from '../../tests/eventually.ts';
import { type ActivityLog, createActivityLog } from '../activity/activity-log.ts';
import { createConversations } from '../conversations/conversations.ts';
import { openCorralDatabase } from '../data-folder/corral-database.ts';
import { endpointOf } from '../gateway/policy/gateway-routes.ts';
import { type CorralLog, openCorralLog } from '../logs/corral-log.ts';
import { createServerLog } from '../logs/server-log.ts';
import type { Platform } from '../platform/platform.ts';
import { initialSnapshot } from '../snapshot/initial-snapshot.ts';
import { createSnapshotStore, type SnapshotStore } from '../snapshot/snapshot-store.ts';
import { createSubscriberCount, type SubscriberCount } from '../snapshot/subscriber-count.ts';
import { type AppRouter, createRouter } from './router.ts';

type Client = ContractRouterClient<typeof contract>;
interface Connection {
  readonly client: Client;
  /** Breaks the line the way a closed window or a lost network does. */
  drop(): void;
  end(): Promise<void>;
}

async function overMessagePort(router: AppRouter): Promise<Connection> {
  const { port1, port2 } = new MessageChannel();
  new PortHandler(router).upgrade(port1);
  port1.start();
  port2.start();
  const client: Client = createORPCClient(new PortLink({ port: port2 }));
  const drop = () => port2.close();
  return {
    client,
    drop,
    end: async () => drop(),
  };
}

async function overWebSocket(router: AppRouter): Promise<Connection> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const handler = new SocketHandler(router);
  server.on('connection', (socket) => void handler.upgrade(socket));
  const address = server.address();
  const socket = new globalThis.WebSocket(`ws://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
  await once(socket, 'open');
  const client: Client = createORPCClient(new SocketLink({ websocket: socket }));
  return {
    client,
    drop: () => {
      for (const one of server.clients) one.terminate();
    },
    end: async () => {
      socket.close();
      server.close();
      for (const one of server.clients) one.terminate();
    },
  };
}

const capabilities = { pickFile: true, revealFile: false, loginItem: false, keepAwake: false, quit: false };

describe.each([
  ['a message port', overMessagePort],
  ['a web socket', overWebSocket],
])('the contract over %s', (_name, connect) => {
  let folder: string;
  let store: SnapshotStore;
  let activity: ActivityLog;
  let subscribers: SubscriberCount;
  let log: CorralLog;
  let listeners: number;
  let connection: Connection;
  let client: Client;
  const openLink = vi.fn<Platform['openLink']>(async () => undefined);
  const update = vi.fn<(patch: object) => Promise<void>>();

  beforeEach(async () => {
    vi.resetAllMocks();
    folder = await mkdtemp(join(tmpdir(), 'corral-router-'));
    const app = { version: '1', host: 'headless' as const, platform: 'linux', dataDir: folder, memoryBytes: 1 };
    const notices = [{ id: 'n', kind: 'info' as const, title: 'T', detail: 'D' }];
    const initial = initialSnapshot({
      app: { ...app, capabilities, fixed: {}, notices },
      settings: Settings.parse({}),
      port: 1,
    });
    const real = createSnapshotStore(initial);
    listeners = 0;
    store = {
      ...real,
      get rev() {
        return real.rev;
      },
      subscribe: (listener) => {
        const end = real.subscribe(listener);
        listeners += 1;
        return () => {
          listeners -= 1;
          end();
        };
      },
    };
    activity = createActivityLog({ endpointOf });
    subscribers = createSubscriberCount(store);
    log = openCorralLog(folder);
    const unknown = async () => {
      throw expectedError('MODEL_NOT_FOUND', { name: 'x:latest' });
    };
    const router = createRouter({
      store,
      activity,
      subscribers,
      logger: log.logger,
      serverLog: createServerLog(folder),
      platform: {
        host: 'headless',
        capabilities,
        settingsStore: { read: () => ({}), write: () => undefined },
        notify: () => undefined,
        openLink,
        revealFile: async () => undefined,
        pickFile: async () => null,
        setOpenAtLogin: () => undefined,
        keepAwake: () => undefined,
        quit: () => undefined,
      },
      server: {
        start: () => undefined,
        cancelPending: () => undefined,
        takeOver: async () => undefined,
        quitOllamaApp: async () => undefined,
        useFreePort: async () => ({ port: 1 }),
        stop: async () => store.update('server', (server) => ({ ...server, desired: 'running' })),
        restart: async () => {
          throw new Error('secret detail');
        },
      },
      planner: { undoChanges: async () => undefined, effective: async () => [] },
      diagnostics: async () => '',
      pulls: { start: () => 'id', pause: () => undefined, resume: () => undefined, cancel: () => undefined },
      models: { remove: unknown, duplicate: unknown, load: unknown, unload: unknown, show: unknown },
      exposure: {
        setReach: async () => undefined,
        setKeyRequired: async () => undefined,
        setInterfaceEnabled: async () => undefined,
        setTailnetHttps: async () => undefined,
        setLocalApps: async () => undefined,
        applyPendingNow: async () => undefined,
        cancelPending: () => undefined,
        testReachability: async () => ({ at: 0, addresses: [] }),
      },
      settings: { update, check: async () => null, restoreDefaults: () => undefined },
      keys: { create: async () => ({ id: 'id', secret: '' }), revoke: async () => undefined },
      aliases: { set: async () => undefined, remove: async () => undefined },
      conversations: createConversations(openCorralDatabase(folder).database),
      folders: { modelsFolder: () => folder, logs: () => folder, dataFolder: () => folder, failure: () => folder },
    });
    connection = await connect(router);
    client = connection.client;
  });
  afterEach(async () => {
    await connection.end();
    log.close();
    await rm(folder, { recursive: true, force: true });
  });

  const untilUnsubscribed = () => eventually(() => expect([listeners, subscribers.hasAny]).toEqual([0, false]));

  it('sends the whole state first, then each change', async () => {
    const feed = await client.snapshot.watch();
    expect((await feed.next()).value).toEqual({ rev: 0, full: store.get() });
    expect(subscribers.hasAny).toBe(true);
    await client.server.stop();
    const { value } = await feed.next();
    expect(value).toEqual({ rev: 1, changed: { server: store.get().server } });
    await feed.return?.();
    await untilUnsubscribed();
  });

  it('ends a subscription by its signal', async () => {
    const abort = new AbortController();
    const feed = await client.snapshot.watch(undefined, { signal: abort.signal });
    await feed.next();
    const waiting = feed.next();
    abort.abort();
    await expect(waiting).rejects.toThrow();
    await untilUnsubscribed();
  });

  it('ends every subscription on both sides when the connection is lost', async () => {
    const feeds = await Promise.all([
      client.snapshot.watch(),
      client.conversations.watch(),
      client.activity.watch(),
      client.logs.watch(),
    ]);
    await Promise.all(feeds.map((feed) => feed.next()));
    const waiting = feeds.map((feed) => feed.next());
    connection.drop();
    expect((await Promise.allSettled(waiting)).map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
    await untilUnsubscribed();
  });

  it('passes on expected errors with their data', async () => {
    const { error, isDefined } = await safe(client.models.show({ name: 'x' }));
    expect(isDefined).toBe(true);
    expect(isDefinedError(error) && error.code === 'MODEL_NOT_FOUND' ? error.data : null).toEqual({ name: 'x:latest' });
    await expect(client.app.quit()).rejects.toMatchObject({ code: 'NOT_AVAILABLE', defined: true });
    await expect(client.conversations.get({ id: 'none' })).rejects.toMatchObject({ code: 'NOT_FOUND', defined: true });
  });

  it('rejects invalid input before it reaches a service', async () => {
    const unknownField = { port: 2000, color: 'red' };
    for (const patch of [{ port: 80 }, unknownField]) {
      await expect(client.settings.update(patch)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    }
    await expect(client.models.pull({ name: '  ' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(update).not.toHaveBeenCalled();
  });

  it('replaces an unexpected error with one sentence and logs it in full', async () => {
    const failure = client.server.restart();
    await expect(failure).rejects.toMatchObject({
      code: 'INTERNAL_SERVER_ERROR',
      message: expect.stringContaining('Corral'),
    });
    await expect(failure).rejects.not.toThrow('secret detail');
    const logged = await readFile(join(folder, 'corral.log'), 'utf8');
    expect(logged).toContain('secret detail');
    expect(logged).toContain('server.restart');
  });

  it('opens web links only, and plain HTTP on this Mac only', async () => {
    for (const url of ['https://ollama.com/library', 'http://localhost:11400/']) await client.app.openLink({ url });
    expect(openLink.mock.calls.flat()).toEqual(['https://ollama.com/library', 'http://localhost:11400/']);
    for (const url of [
      'file:///etc/passwd',
      'http://example.com/',
      'javascript:alert(1)',
      'https://a:b@example.com/',
    ]) {
      await expect(client.app.openLink({ url })).rejects.toMatchObject({ code: 'LINK_REFUSED' });
    }
    expect(openLink).toHaveBeenCalledTimes(2);
  });

  it('saves conversations and streams their list', async () => {
    const feed = await client.conversations.watch();
    expect((await feed.next()).value).toEqual([]);
    const conversation = { id: 'c', title: 'T', model: null, updatedAt: 1, messages: [] };
    await client.conversations.save(conversation);
    expect((await feed.next()).value).toEqual([{ id: 'c', title: 'T', model: null, updatedAt: 1 }]);
    expect(await client.conversations.get({ id: 'c' })).toEqual(conversation);
    await feed.return?.();
  });

  it('dismisses a notice', async () => {
    await client.app.dismissNotice({ id: 'n' });
    expect(store.get().app.notices).toEqual([]);
  });

  it('handles many calls at once', async () => {
    const results = await Promise.all(Array.from({ length: 100 }, (_, n) => client.models.pull({ name: `m${n}` })));
    expect(results).toEqual(Array(100).fill({ id: 'id' }));
  });
});
