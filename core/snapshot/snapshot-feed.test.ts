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

/** A store that counts who listens to it. */
function countedStore() {
  const store = createSnapshotStore(initial);
  const listening = { now: 0 };
  const subscribe: typeof store.subscribe = (listener) => {
    listening.now += 1;
    const unsubscribe = store.subscribe(listener);
    return () => {
      listening.now -= 1;
      unsubscribe();
    };
  };
  return { store: { ...store, subscribe }, listening };
}

test('ends when its signal aborts, in the middle of waiting, and lets go of the store', async () => {
  const { store, listening } = countedStore();
  const abort = new AbortController();
  const feed = snapshotFeed(store, abort.signal);
  await feed.next();
  expect(listening.now).toBe(1);
  const waiting = feed.next();
  abort.abort();
  expect(await waiting).toEqual({ value: undefined, done: true });
  expect(listening.now).toBe(0);
});

test('ends when its reader leaves, in the middle of waiting, and lets go of the store', async () => {
  const { store, listening } = countedStore();
  const feed = snapshotFeed(store);
  await feed.next();
  const waiting = feed.next();
  await feed.return();
  expect(await waiting).toEqual({ value: undefined, done: true });
  expect(listening.now).toBe(0);
});

test('a feed that nobody ever read listens to nothing', async () => {
  const { store, listening } = countedStore();
  const feed = snapshotFeed(store);
  await feed.return();
  expect(listening.now).toBe(0);
});
