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

/** One session of Corral, as far as pulls go; the test plays the supervisor. */
interface Session {
  readonly store: SnapshotStore;
  readonly pulls: Pulls;
  readonly finished: () => void;
  server(actual: ServerActual, desired?: ServerSlice['desired']): void;
}

describe('pulls whose server or host goes away', () => {
  let ollama: RunningOllama;
  let up: boolean;
  let session: Session;

  const begin = (): Session => {
    const store = createSnapshotStore(initialSnapshot({ app: sampleApp, settings: Settings.parse({}), port: 1 }));
    const finished = vi.fn();
    const endpoint = () => (up ? { host: '127.0.0.1', port: ollama.port } : null);
    const pulls = createPulls({
      store,
      dataDir: ollama.home,
      endpoint,
      onProgress: () => undefined,
      onFinished: finished,
    });
    return {
      store,
      pulls,
      finished,
      server: (actual, desired = 'running') => store.update('server', (slice) => ({ ...slice, desired, actual })),
    };
  };
  const onlyPull = () => session.store.get().pulls[0];
  const saved = () => JSON.parse(readFileSync(join(ollama.home, 'pulls.json'), 'utf8')).pulls;
  const untilPulling = (bytes = 0) => eventually(() => expect(onlyPull()?.completedBytes).toBeGreaterThan(bytes));

  beforeEach(async () => {
    ollama = await startOllama({ fake: SLOW });
    up = true;
    session = begin();
    session.server(running);
  });
  afterEach(async () => {
    await session.pulls.close();
    await ollama.stop();
  });

  it.each<[string, ServerActual, ServerSlice['desired']]>([
    ['a person stopped', { state: 'stopped' }, 'stopped'],
    ['lost its port', { state: 'portInUse', pid: 1, name: 'nginx', canTakeOver: false }, 'running'],
    ['is no longer installed', { state: 'notInstalled', detail: null }, 'running'],
  ])('waits for a server that %s, and resumes automatically', async (_what, away, desired) => {
    const { port, home } = ollama;
    session.pulls.start('all-minilm');
    await untilPulling(5_000_000);
    up = false;
    ollama.kill('SIGTERM');
    await ollama.exited;
    session.server(away, desired);
    await eventually(() => expect(onlyPull()).toMatchObject({ state: 'running', phase: 'waiting for the server' }));
    const kept = onlyPull()?.completedBytes ?? 0;
    expect(kept).toBeGreaterThan(5_000_000);
    expect(session.store.get().pulls).toHaveLength(1);

    ollama = await startOllama({ port, home, fake: {} });
    up = true;
    session.server({ ...running, runId: 'two' });
    await eventually(() => expect(session.finished).toHaveBeenCalledOnce());
    expect(session.store.get().pulls).toEqual([]);
  });

  it('resumes in the next session if it was running, and only then', async () => {
    ollama.setFake({ ...SLOW, pullFault: { kind: 'diskFull', afterBytes: 1 } });
    session.pulls.start('llama3.2:1b');
    await eventually(() => expect(onlyPull()?.state).toBe('failed'));
    ollama.setFake(SLOW);
    const ran = session.pulls.start('all-minilm');
    const paused = session.pulls.start('qwen3:8b');
    const one = (id: string) => session.store.get().pulls.find((pull) => pull.id === id);
    await eventually(() => expect(one(ran)?.completedBytes).toBeGreaterThan(3_000_000));
    await eventually(() => expect(one(paused)?.completedBytes).toBeGreaterThan(1_000_000));
    session.pulls.pause(paused);
    await session.pulls.close();
    const before = session.store.get().pulls;
    const figures = before.map(({ id, state, totalBytes }) => ({ id, state, totalBytes }));
    expect(figures.map(({ state }) => state)).toEqual(['failed', 'running', 'paused']);

    up = false;
    session = begin();
    // Before a server responds they are all listed, with their last figures.
    expect(session.store.get().pulls).toMatchObject(figures);
    expect(one(ran)).toMatchObject({ phase: 'waiting for the server', bytesPerSecond: null });
    expect(one(ran)?.completedBytes).toBeGreaterThan(3_000_000);
    expect(session.store.get().pulls[0]?.failure?.kind).toBe('diskFull');

    ollama.setFake({});
    up = true;
    session.server(running);
    await eventually(() => expect(session.finished).toHaveBeenCalledOnce());
    expect(session.store.get().pulls.map(({ state }) => state)).toEqual(['failed', 'paused']);
    const pausedAt = one(paused)?.completedBytes ?? 0;
    session.pulls.resume(paused);
    await eventually(() => expect(one(paused)?.completedBytes).toBeGreaterThan(pausedAt));
  });

  it('is saved as running as soon as it has begun, in case Corral is killed', async () => {
    session.pulls.start('all-minilm');
    await eventually(() => expect(saved()).toMatchObject([{ name: 'all-minilm:latest', state: 'running' }]));
    const id = onlyPull()?.id ?? '';
    session.pulls.pause(id);
    await eventually(() => expect(saved()).toMatchObject([{ state: 'paused' }]));
    session.pulls.cancel(id);
    await eventually(() => expect(saved()).toEqual([]));
    expect(session.store.get().pulls).toEqual([]);
  });

  it('remembers that a registry is used over plain HTTP', async () => {
    ollama.setFake({ registryUnreachable: true });
    session.pulls.start('http://registry.test/library/tiny');
    await eventually(() => expect(onlyPull()?.state).toBe('failed'));
    await session.pulls.close();
    expect(saved()).toMatchObject([{ name: 'registry.test/library/tiny:latest', insecure: true }]);
  });
});
