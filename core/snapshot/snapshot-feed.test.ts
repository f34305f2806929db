import { expect, test } from 'vitest';
import { Settings } from '../../contract/settings.ts';
import { initialSnapshot } from './initial-snapshot.ts';
import { snapshotFeed } from './snapshot-feed.ts';
import { createSnapshotStore } from './snapshot-store.ts';
import { sampleApp } from './testing/app-slice-fixture.ts';

const initial = initialSnapshot({
  app: sampleApp,
  settings: Settings.parse({}),
  port: 11434,
});

test('sends the whole state first, then the slices that changed', async () => {
  const store = createSnapshotStore(initial);
  const feed = snapshotFeed(store);
  expect((await feed.next()).value).toEqual({ rev: 0, full: initial });

  store.set('restartNeeded', ['port']);
  expect((await feed.next()).value).toEqual({ rev: 1, changed: { restartNeeded: ['port'] } });
  await feed.return();
});

test('sends changes within 100 ms together', async () => {
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

/** A store that counts its subscriptions. */
function countedStore() {
  const store = createSnapshotStore(initial);
  const subscriptions = { open: 0 };
  const subscribe: typeof store.subscribe = (listener) => {
    subscriptions.open += 1;
    const unsubscribe = store.subscribe(listener);
    return () => {
      subscriptions.open -= 1;
      unsubscribe();
    };
  };
  return { store: { ...store, subscribe }, subscriptions };
}

test('ends when its signal aborts while it waits, and unsubscribes from the store', async () => {
  const { store, subscriptions } = countedStore();
  const abort = new AbortController();
  const feed = snapshotFeed(store, abort.signal);
  await feed.next();
  expect(subscriptions.open).toBe(1);
  const waiting = feed.next();
  abort.abort();
  expect(await waiting).toEqual({ value: undefined, done: true });
  expect(subscriptions.open).toBe(0);
});

test('ends when its reader stops while it waits, and unsubscribes from the store', async () => {
  const { store, subscriptions } = countedStore();
  const feed = snapshotFeed(store);
  await feed.next();
  const waiting = feed.next();
  await feed.return();
  expect(await waiting).toEqual({ value: undefined, done: true });
  expect(subscriptions.open).toBe(0);
});

test('a feed that was never read doesn’t subscribe', async () => {
  const { store, subscriptions } = countedStore();
  const feed = snapshotFeed(store);
  await feed.return();
  expect(subscriptions.open).toBe(0);
});
