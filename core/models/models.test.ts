import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServerSlice } from '../../contract/server.ts';
import { Settings } from '../../contract/settings.ts';
import { eventually } from '../../tests/eventually.ts';
import { type RunningOllama, startOllama } from '../../tests/ollama/start-ollama.ts';
import { initialSnapshot } from '../snapshot/initial-snapshot.ts';
import { createSnapshotStore, type SnapshotStore } from '../snapshot/snapshot-store.ts';
import { sampleApp } from '../snapshot/testing/app-slice-fixture.ts';
import { diskSpace } from './disk-space.ts';
import { createModelActions, type ModelActions } from './model-actions.ts';
import { createModelLists, type ModelLists } from './model-lists.ts';
import { createPulls, type Pulls } from './pulls.ts';

/** The supervisor's part: publishes the state of the server that the test runs. */
function server(actual: ServerSlice['actual'], desired: ServerSlice['desired'] = 'running') {
  return (slice: ServerSlice) => ({
    ...slice,
    desired,
    actual,
  });
}
function running(runId = 'one') {
  return server({ state: 'running', runId, since: 0, version: '0' });
}
function stopped(desired: ServerSlice['desired']) {
  return server({ state: 'stopped' }, desired);
}

/** The machine may be busy with other tests. */
const SLOW = { pullBytesPerSecond: 20_000_000 };

describe('models', () => {
  let store: SnapshotStore;
  let ollama: RunningOllama;
  let up: boolean;
  let folder: string;
  let lists: ModelLists;
  let pulls: Pulls;
  let actions: ModelActions;

  beforeEach(async () => {
    store = createSnapshotStore(initialSnapshot({ app: sampleApp, settings: Settings.parse({}), port: 1 }));
    ollama = await startOllama();
    up = true;
    folder = ollama.home;
    const endpoint = () => (up ? { host: '127.0.0.1', port: ollama.port } : null);
    lists = createModelLists({ store, endpoint, folder: () => folder, hasSubscribers: () => true });
    const { refresh } = lists;
    pulls = createPulls({
      store,
      dataDir: ollama.home,
      endpoint,
      onProgress: () => undefined,
      onFinished: () => void refresh(),
    });
    actions = createModelActions({ store, endpoint, refresh });
    store.update('server', running());
  });
  afterEach(async () => {
    await pulls.close();
    lists.close();
    await ollama.stop();
  });

  const pullNow = async (name: string) => {
    pulls.start(name);
    await eventually(() => expect(store.get().pulls).toEqual([]));
  };
  const onlyPull = () => store.get().pulls[0];
  const untilPulling = (bytes = 0) => eventually(() => expect(onlyPull()?.completedBytes).toBeGreaterThan(bytes));
  const installedNames = () => store.get().models.installed.map(({ name }) => name);
  const loadedNames = () => store.get().models.loaded.map(({ name }) => name);

  it('pulls a model with progress that never decreases, and lists it', async () => {
    ollama.setFake(SLOW);
    const seen: number[] = [];
    store.subscribe((slice) => {
      const pull = onlyPull();
      if (slice === 'pulls' && pull) seen.push(pull.completedBytes);
    });
    await eventually(() => expect(store.get().models.known).toBe(true));
    const id = pulls.start('all-minilm');
    expect(onlyPull()).toMatchObject({ id, name: 'all-minilm:latest', state: 'running', totalBytes: null });
    await untilPulling();
    expect(pulls.start('ALL-minilm:latest')).toBe(id);
    await eventually(() => expect(onlyPull()?.secondsLeft).toBeGreaterThan(0));
    await eventually(() => expect(installedNames()).toEqual(['all-minilm:latest']));
    expect(store.get().pulls).toEqual([]);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(new Set(seen).size).toBeGreaterThan(3);
  });

  it('pauses, resumes where it left off, and cancels', async () => {
    ollama.setFake(SLOW);
    const id = pulls.start('all-minilm');
    await untilPulling(5_000_000);
    pulls.pause(id);
    const paused = onlyPull()?.completedBytes ?? 0;
    expect(onlyPull()).toMatchObject({ state: 'paused', bytesPerSecond: null });
    pulls.resume(id);
    await untilPulling(paused);
    pulls.cancel(id);
    expect(store.get().pulls).toEqual([]);
    await lists.refresh();
    expect(installedNames()).toEqual([]);
  });

  it('reports why a pull failed, keeps it on the list, and retries when it is resumed', async () => {
    const id = pulls.start('no-such-model');
    await eventually(() => expect(onlyPull()).toMatchObject({ state: 'failed', failure: { kind: 'unknownModel' } }));
    ollama.setFake({ registryUnreachable: true });
    pulls.resume(id);
    await eventually(() => expect(onlyPull()).toMatchObject({ failure: { kind: 'registryUnreachable' } }));
    pulls.cancel(id);
    expect(store.get().pulls).toEqual([]);
    const data = expect.objectContaining({ name: 'a b', reason: expect.stringContaining('spaces') });
    expect(() => pulls.start('a b')).toThrow(expect.objectContaining({ code: 'INVALID_NAME', data }));
    const pasted = pulls.start('$ ollama run no-such-model --verbose');
    expect(onlyPull()).toMatchObject({ id: pasted, name: 'no-such-model:latest' });
    expect(pulls.start('https://ollama.com/library/no-such-model')).toBe(pasted);
    pulls.cancel(pasted);
    up = false;
    expect(() => pulls.start('all-minilm')).toThrow(expect.objectContaining({ code: 'SERVER_NOT_RUNNING' }));
  });

  it('waits for a server that restarts, and resumes automatically', async () => {
    ollama.setFake(SLOW);
    const { port, home } = ollama;
    pulls.start('all-minilm');
    await untilPulling(5_000_000);
    up = false;
    store.update('server', server({ state: 'stopping', runId: 'one', since: 0 }));
    ollama.kill('SIGTERM');
    await ollama.exited;
    store.update('server', stopped('running'));
    await eventually(() => expect(onlyPull()).toMatchObject({ state: 'running', phase: 'waiting for the server' }));
    expect(store.get().models.known).toBe(false);
    ollama.setFake({});
    const second = await startOllama({ port, home });
    up = true;
    store.update('server', running('two'));
    await eventually(() => expect(installedNames()).toEqual(['all-minilm:latest']));
    await second.stop();
  });

  it('keeps the list while the server is away, as long as the models folder is the same', async () => {
    await pullNow('all-minilm');
    await actions.load('all-minilm');
    expect(loadedNames()).toEqual(['all-minilm:latest']);
    store.update('server', stopped('stopped'));
    expect(store.get().models).toMatchObject({ known: false, loaded: [] });
    expect(installedNames()).toEqual(['all-minilm:latest']);
    expect(lists.installedAsOf()).toBe(Number.NEGATIVE_INFINITY);
    folder = tmpdir();
    store.update('settings', (settings) => ({ ...settings, modelsFolder: folder }));
    expect(installedNames()).toEqual([]);
  });

  it('clears the list of an external server when it goes, because its folder may be a different one', async () => {
    await pullNow('all-minilm');
    const external = { state: 'external', owner: 'terminal', pid: 1, version: '0', canTakeOver: false } as const;
    store.update('server', (server) => ({ ...server, actual: external }));
    await eventually(() => expect(installedNames()).toEqual(['all-minilm:latest']));
    store.update('server', stopped('stopped'));
    expect(installedNames()).toEqual([]);
  });

  it('loads, unloads, duplicates, shows and deletes', async () => {
    ollama.setFake({ pullBytesPerSecond: 3_000_000_000 });
    await pullNow('llama3.2');
    const load = actions.load('llama3.2');
    expect(store.get().models.loading).toEqual(['llama3.2:latest']);
    await Promise.all([load, actions.load('llama3.2:latest')]);
    expect(store.get().models.loading).toEqual([]);
    expect(loadedNames()).toEqual(['llama3.2:latest']);
    expect((await actions.show('llama3.2')).contextLength).toBe(131_072);
    await actions.unload('llama3.2');
    expect(loadedNames()).toEqual([]);
    await actions.duplicate('llama3.2', 'mine');
    expect(new Set(installedNames())).toEqual(new Set(['llama3.2:latest', 'mine:latest']));
    await expect(actions.duplicate('llama3.2', 'mine')).rejects.toMatchObject({ code: 'OLLAMA_FAILED' });
    await actions.load('mine');
    await actions.remove('mine');
    expect(installedNames()).toEqual(['llama3.2:latest']);
    expect(loadedNames()).toEqual([]);
  });

  it('loads and unloads a model that only embeds', async () => {
    await pullNow('all-minilm');
    await eventually(() => expect(installedNames()).toHaveLength(1));
    await actions.load('all-minilm');
    expect(loadedNames()).toEqual(['all-minilm:latest']);
    await actions.unload('all-minilm');
    expect(loadedNames()).toEqual([]);
  });

  it('reports typed failures', async () => {
    await expect(actions.show('nothing')).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND', data: { name: 'nothing' } });
    await expect(actions.remove('nothing')).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
    await expect(actions.load('nothing')).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
    await expect(actions.load('a b')).rejects.toMatchObject({ code: 'INVALID_NAME' });
    expect(store.get().models.loading).toEqual([]);
    ollama.kill('SIGKILL');
    await ollama.exited;
    await expect(actions.show('nothing')).rejects.toMatchObject({ code: 'SERVER_NOT_RUNNING' });
  });
});

describe('diskSpace', () => {
  it('reads the volume that a symlink leads to, whether its target exists yet', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'corral-disk-'));
    try {
      // A volume of its own on Linux.
      await symlink(process.platform === 'linux' ? '/proc/1/not-yet' : join(folder, 'not-yet'), join(folder, 'link'));
      const disk = await diskSpace(join(folder, 'link'));
      expect(disk?.folder).toBe(join(folder, 'link'));
      if (process.platform === 'linux') expect(disk?.totalBytes).toBe(0);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('reads the nearest folder that exists', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'corral-disk-'));
    try {
      await writeFile(join(folder, 'file'), '');
      const requested = join(folder, 'not', 'yet');
      const disk = await diskSpace(requested);
      expect(disk?.folder).toBe(requested);
      expect(disk?.freeBytes).toBeGreaterThan(0);
      expect(disk?.totalBytes).toBeGreaterThanOrEqual(disk?.freeBytes ?? 0);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
