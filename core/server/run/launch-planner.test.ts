import { describe, expect, it } from 'vitest';
import type { Pull } from '../../../contract/models.ts';
import type { ServerActual } from '../../../contract/server.ts';
import { Settings } from '../../../contract/settings.ts';
import type { BindDecision } from '../../exposure/decide-bind.ts';
import { initialSnapshot } from '../../snapshot/initial-snapshot.ts';
import { createSnapshotStore } from '../../snapshot/snapshot-store.ts';
import { sampleApp } from '../../snapshot/testing/app-slice-fixture.ts';
import { createLaunchPlanner } from './launch-planner.ts';

const running: ServerActual = { state: 'running', runId: 'r', since: 0, version: '1' };
const paused: Pull = {
  id: 'p',
  name: 'tinyllama',
  state: 'paused',
  phase: '',
  completedBytes: 1,
  totalBytes: 2,
  bytesPerSecond: null,
  secondsLeft: null,
  failure: null,
  startedAt: 0,
};

function plannerOver(env: NodeJS.ProcessEnv = { HOME: '/h' }) {
  const current = {
    settings: Settings.parse({}),
    place: { placement: 'inner', host: '127.0.0.1' } as Pick<BindDecision, 'placement' | 'host'>,
  };
  const store = createSnapshotStore(initialSnapshot({ app: sampleApp, settings: current.settings, port: 11_434 }));
  const change = (fields: Partial<Settings>) => {
    current.settings = { ...current.settings, ...fields };
    store.set('settings', current.settings);
  };
  const planner = createLaunchPlanner({
    store,
    settings: { get: () => current.settings, revert: change },
    env,
    nextBind: async () => current.place,
    recordedPort: () => 23_456,
  });
  const run = async () => {
    const plan = await planner.plan();
    store.update('server', (server) => ({ ...server, actual: running }));
    return plan;
  };
  return { planner, store, current, change, run };
}

describe('the launch planner', () => {
  it('plans with the current settings', async () => {
    const { run, change } = plannerOver();
    change({ contextLength: 4096, port: 12_000, ollamaPath: '/o' });
    expect(await run()).toEqual({
      bind: { host: '127.0.0.1', port: 23_456 },
      publicPort: 12_000,
      ollamaPath: '/o',
      variables: { OLLAMA_CONTEXT_LENGTH: '4096' },
    });
  });

  it('has Ollama keep unfinished downloads only while there are some', async () => {
    const { planner, change, store } = plannerOver();
    store.set('pulls', [paused]);
    expect((await planner.plan()).variables).toEqual({ OLLAMA_NOPRUNE: '1' });
    change({ extraVariables: [{ name: 'OLLAMA_NOPRUNE', value: '0' }] });
    expect((await planner.plan()).variables).toEqual({ OLLAMA_NOPRUNE: '0' });
    change({ extraVariables: [] });
    store.set('pulls', []);
    expect((await planner.plan()).variables).toEqual({});
  });

  it('names what waits for a restart, drops what was changed back, and undoes only what waits', async () => {
    const { run, change, planner, store, current } = plannerOver();
    change({ contextLength: 4096 });
    await run();
    change({ contextLength: 8192, keepAwake: true });
    expect(store.get().restartNeeded).toEqual(['contextLength']);
    change({ contextLength: 4096 });
    expect(store.get().restartNeeded).toEqual([]);

    change({ kvCacheType: 'q8_0', contextLength: null });
    expect(new Set(store.get().restartNeeded)).toEqual(new Set(['kvCacheType', 'contextLength']));
    await planner.undoChanges();
    expect(current.settings).toMatchObject({ kvCacheType: null, contextLength: 4096, keepAwake: true });
    expect(store.get().restartNeeded).toEqual([]);
  });

  it('lists what the server gets, and from where', async () => {
    const env = { HOME: '/h', OLLAMA_KEEP_ALIVE: '1h', OLLAMA_HOST: '0.0.0.0', SECRET_THING: 'x' };
    const { run, change, planner } = plannerOver(env);
    await run();
    change({ contextLength: 4096 });
    const rows = await planner.effective();
    const row = (name: string) => rows.find((candidate) => candidate.name === name);
    expect(row('OLLAMA_HOST')).toMatchObject({
      value: '127.0.0.1:23456',
      source: 'corral',
      afterRestart: false,
      meaning: expect.stringContaining('port 11434'),
    });
    expect(row('OLLAMA_CONTEXT_LENGTH')).toMatchObject({ value: '4096', source: 'corral', afterRestart: true });
    expect(row('OLLAMA_KEEP_ALIVE')).toMatchObject({ value: '1h', source: 'environment', afterRestart: false });
    expect(row('SECRET_THING')).toBeUndefined();
  });

  it.each<[string, Partial<Settings>, Pick<BindDecision, 'placement' | 'host'>, string, string]>([
    ['behind Corral', {}, { placement: 'inner', host: '127.0.0.1' }, '127.0.0.1, on a free port', '127.0.0.1:23456'],
    [
      'directly',
      { localApps: 'ollama' },
      { placement: 'public', host: '127.0.0.1' },
      '127.0.0.1:11434',
      '127.0.0.1:11434',
    ],
    [
      'without a key',
      { reach: 'localNetwork', requireKey: false },
      { placement: 'public', host: '0.0.0.0' },
      '0.0.0.0:11434',
      '0.0.0.0:11434',
    ],
    [
      'without a key on the tailnet',
      { reach: 'tailscale', requireKey: false },
      { placement: 'public', host: '100.64.0.1' },
      'Tailscale’s address:11434',
      '100.64.0.1:11434',
    ],
  ])('shows OLLAMA_HOST %s, before a start and after it', async (_what, fields, place, before, after) => {
    const { run, change, planner, current } = plannerOver();
    change(fields);
    current.place = place;
    const host = async () => (await planner.effective()).find(({ name }) => name === 'OLLAMA_HOST');
    expect(await host()).toMatchObject({ value: before });
    await run();
    expect(await host()).toMatchObject({ value: after, afterRestart: false });
    change({ port: 12_000 });
    expect(await host()).toMatchObject({ afterRestart: place.placement === 'public' });
  });
});
