import { expect, test } from 'vitest';
import type { Snapshot } from '../../contract/snapshot.ts';
import { snapshotFeed } from './snapshot-feed.ts';
import { createSnapshotStore } from './snapshot-store.ts';

const initial: Snapshot = {
  app: {
    version: '0.0.0',
    host: 'headless',
    platform: 'linux',
    dataDir: '/data',
    memoryBytes: 1,
    capabilities: { pickFile: false, revealFile: false, loginItem: false, quit: false },
    notices: [],
  },
  server: {
    wanted: 'stopped',
    actual: { state: 'stopped' },
    program: null,
    pid: null,
    port: 11434,
    baseUrl: 'http://localhost:11434/v1',
    problems: [],
  },
  models: { installed: [], loaded: [], loading: [], known: false, disk: null },
  pulls: [],
  exposure: {
    wanted: 'thisMac',
    applied: null,
    applying: false,
    shortfall: null,
    readOnlyReason: null,
    addresses: [],
    tailscale: {
      state: 'missing',
      source: null,
      addresses: [],
      dnsName: null,
      unavailable: 'Tailscale is not installed.',
    },
  },
  settings: {
    startServer: true,
    openAtLogin: false,
    reach: 'thisMac',
    ollamaPath: null,
    port: null,
    modelsFolder: null,
  },
  restartNeeded: [],
};

test('gives the whole state first, then the slices that changed', async () => {
  const store = createSnapshotStore(initial);
  const feed = snapshotFeed(store);
  expect((await feed.next()).value).toEqual({ rev: 0, full: initial });

  store.set('restartNeeded', ['port']);
  expect((await feed.next()).value).toEqual({ rev: 1, changed: { restartNeeded: ['port'] } });
  await feed.return();
});

test('changes that follow within 100 ms travel together', async () => {
  const store = createSnapshotStore(initial);
  const feed = snapshotFeed(store);
  await feed.next();
  store.set('restartNeeded', ['port']);
  await feed.next();

  const following = feed.next();
  store.update('server', (server) => ({ ...server, pid: 1 }));
  store.update('server', (server) => ({ ...server, pid: 2 }));
  store.set('restartNeeded', []);
  expect((await following).value).toEqual({
    rev: 4,
    changed: { server: { ...initial.server, pid: 2 }, restartNeeded: [] },
  });
  await feed.return();
});

test('an equal value is no change', () => {
  const store = createSnapshotStore(initial);
  const seen: string[] = [];
  store.subscribe((slice) => seen.push(slice));
  store.set('server', structuredClone(initial.server));
  expect(seen).toEqual([]);
  expect(store.rev).toBe(0);
});

test('ends when its signal aborts, in the middle of waiting, and lets go of the store', async () => {
  const store = createSnapshotStore(initial);
  const abort = new AbortController();
  const feed = snapshotFeed(store, abort.signal);
  await feed.next();
  const waiting = feed.next();
  abort.abort();
  expect(await waiting).toEqual({ value: undefined, done: true });
});
