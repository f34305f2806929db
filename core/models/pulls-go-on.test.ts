import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ServerActual, ServerSlice } from '../../contract/server.ts';
import { Settings } from '../../contract/settings.ts';
import { eventually } from '../../tests/eventually.ts';
import { type RunningOllama, startOllama } from '../../tests/ollama/start-ollama.ts';
import { initialSnapshot } from '../snapshot/initial-snapshot.ts';
import { createSnapshotStore, type SnapshotStore } from '../snapshot/snapshot-store.ts';
import { sampleApp } from '../snapshot/testing/app-slice-fixture.ts';
import { createPulls, type Pulls } from './pulls.ts';

const SLOW = { pullBytesPerSecond: 20_000_000 };
const running: ServerActual = { state: 'running', runId: 'one', since: 0, version: '0' };

/** One life of Corral, as far as pulls go; the test plays the supervisor. */
interface Life {
  readonly store: SnapshotStore;
  readonly pulls: Pulls;
  readonly finished: () => void;
  server(actual: ServerActual, desired?: ServerSlice['desired']): void;
}

describe('pulls whose server or whose Corral goes away', () => {
  let ollama: RunningOllama;
  let up: boolean;
  let life: Life;

  const begin = (): Life => {
    const store = createSnapshotStore(initialSnapshot({ app: sampleApp, settings: Settings.parse({}), port: 1 }));
    const finished = vi.fn();
    const endpoint = () => (up ? { host: '127.0.0.1', port: ollama.port } : null);
    const pulls = createPulls({ store, dataDir: ollama.home, endpoint, onFinished: finished });
    return {
      store,
      pulls,
      finished,
      server: (actual, desired = 'running') => store.update('server', (slice) => ({ ...slice, desired, actual })),
    };
  };
  const onlyPull = () => life.store.get().pulls[0];
  const saved = () => JSON.parse(readFileSync(join(ollama.home, 'pulls.json'), 'utf8')).pulls;
  const untilPulling = (bytes = 0) => eventually(() => expect(onlyPull()?.completedBytes).toBeGreaterThan(bytes));

  beforeEach(async () => {
    ollama = await startOllama({ fake: SLOW });
    up = true;
    life = begin();
    life.server(running);
  });
  afterEach(async () => {
    await life.pulls.close();
    await ollama.stop();
  });

  it.each<[string, ServerActual, ServerSlice['desired']]>([
    ['a person stopped', { state: 'stopped' }, 'stopped'],
    ['lost its port', { state: 'portInUse', pid: 1, name: 'nginx', canTakeOver: false }, 'running'],
    ['is not installed any more', { state: 'notInstalled', detail: null }, 'running'],
  ])('waits for a server that %s, and goes on by itself', async (_what, away, desired) => {
    const { port, home } = ollama;
    life.pulls.start('all-minilm');
    await untilPulling(5_000_000);
    up = false;
    ollama.kill('SIGTERM');
    await ollama.exited;
    life.server(away, desired);
    await eventually(() => expect(onlyPull()).toMatchObject({ state: 'running', phase: 'waiting for the server' }));
    const kept = onlyPull()?.completedBytes ?? 0;
    expect(kept).toBeGreaterThan(5_000_000);
    expect(life.pulls.unfinished()).toBe(true);

    ollama = await startOllama({ port, home, fake: {} });
    up = true;
    life.server({ ...running, runId: 'two' });
    await eventually(() => expect(life.finished).toHaveBeenCalledOnce());
    expect(life.pulls.unfinished()).toBe(false);
  });

  it('goes on in the next life of Corral where it ran, and only there', async () => {
    ollama.setFake({ ...SLOW, pullFault: { kind: 'diskFull', afterBytes: 1 } });
    life.pulls.start('llama3.2:1b');
    await eventually(() => expect(onlyPull()?.state).toBe('failed'));
    ollama.setFake(SLOW);
    const ran = life.pulls.start('all-minilm');
    const paused = life.pulls.start('qwen3:8b');
    const one = (id: string) => life.store.get().pulls.find((pull) => pull.id === id);
    await eventually(() => expect(one(ran)?.completedBytes).toBeGreaterThan(3_000_000));
    await eventually(() => expect(one(paused)?.completedBytes).toBeGreaterThan(1_000_000));
    life.pulls.pause(paused);
    await life.pulls.close();
    const before = life.store.get().pulls;
    const figures = before.map(({ id, state, totalBytes }) => ({ id, state, totalBytes }));
    expect(figures.map(({ state }) => state)).toEqual(['failed', 'running', 'paused']);

    up = false;
    life = begin();
    // Before anything answers they are all there, with what is known of them.
    expect(life.store.get().pulls).toMatchObject(figures);
    expect(one(ran)).toMatchObject({ phase: 'waiting for the server', bytesPerSecond: null });
    expect(one(ran)?.completedBytes).toBeGreaterThan(3_000_000);
    expect(life.store.get().pulls[0]?.failure?.kind).toBe('diskFull');

    ollama.setFake({});
    up = true;
    life.server(running);
    await eventually(() => expect(life.finished).toHaveBeenCalledOnce());
    expect(life.store.get().pulls.map(({ state }) => state)).toEqual(['failed', 'paused']);
    const held = one(paused)?.completedBytes ?? 0;
    life.pulls.resume(paused);
    await eventually(() => expect(one(paused)?.completedBytes).toBeGreaterThan(held));
  });

  it('is on the disk as running as soon as it has begun, for a Corral that is killed', async () => {
    life.pulls.start('all-minilm');
    await eventually(() => expect(saved()).toMatchObject([{ name: 'all-minilm:latest', state: 'running' }]));
    const id = onlyPull()?.id ?? '';
    life.pulls.pause(id);
    await eventually(() => expect(saved()).toMatchObject([{ state: 'paused' }]));
    life.pulls.cancel(id);
    await eventually(() => expect(saved()).toEqual([]));
    expect(life.pulls.unfinished()).toBe(false);
  });

  it('asks the same registry in the clear again', async () => {
    ollama.setFake({ registryUnreachable: true });
    life.pulls.start('http://registry.test/library/tiny');
    await eventually(() => expect(onlyPull()?.state).toBe('failed'));
    await life.pulls.close();
    expect(saved()).toMatchObject([{ name: 'registry.test/library/tiny:latest', insecure: true }]);
  });
});
