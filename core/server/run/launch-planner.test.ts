import { describe, expect, it } from 'vitest';
import type { ServerActual } from '../../../contract/server.ts';
import { Settings } from '../../../contract/settings.ts';
import { initialSnapshot } from '../../snapshot/initial-snapshot.ts';
import { createSnapshotStore } from '../../snapshot/snapshot-store.ts';
import { sampleApp } from '../../snapshot/testing/app-slice-fixture.ts';
import { createLaunchPlanner, type LaunchPlanner } from './launch-planner.ts';

const running: ServerActual = { state: 'running', runId: 'r', since: 0, version: '1' };

function plannerOver(options: { readonly env?: NodeJS.ProcessEnv; readonly unfinishedPulls?: () => boolean } = {}) {
  const current = { settings: Settings.parse({}) };
  const store = createSnapshotStore(initialSnapshot({ app: sampleApp, settings: current.settings, port: 11_434 }));
  const change = (fields: Partial<Settings>) => {
    current.settings = { ...current.settings, ...fields };
    planner.settingsChanged(current.settings);
  };
  const planner: LaunchPlanner = createLaunchPlanner({
    store,
    settings: { get: () => current.settings, revert: change },
    env: options.env ?? { HOME: '/h' },
    nextBind: async () => ({
      ollamaHost: '127.0.0.1',
      listeners: [],
      reach: 'thisMac',
      keyed: false,
      degradedReason: null,
    }),
    ...(options.unfinishedPulls ? { unfinishedPulls: options.unfinishedPulls } : {}),
  });
  const run = async () => {
    const plan = await planner.plan();
    store.update('server', (server) => ({ ...server, actual: running }));
    return plan;
  };
  return { planner, store, current, change, run };
}

describe('the launch planner', () => {
  it('plans by the settings as they are', async () => {
    const { run, change } = plannerOver();
    change({ contextLength: 4096, port: 12_000, ollamaPath: '/o' });
    expect(await run()).toEqual({
      bind: { host: '127.0.0.1', port: 12_000 },
      ollamaPath: '/o',
      variables: { OLLAMA_CONTEXT_LENGTH: '4096' },
    });
  });

  it('keeps unfinished downloads only while there are some', async () => {
    const pulls = { unfinished: true };
    const { planner, change } = plannerOver({ unfinishedPulls: () => pulls.unfinished });
    expect((await planner.plan()).variables).toEqual({ OLLAMA_NOPRUNE: '1' });
    change({ extraVariables: [{ name: 'OLLAMA_NOPRUNE', value: '0' }] });
    expect((await planner.plan()).variables).toEqual({ OLLAMA_NOPRUNE: '0' });
    change({ extraVariables: [] });
    pulls.unfinished = false;
    expect((await planner.plan()).variables).toEqual({});
  });

  it('names what waits for a restart, forgets a change back, and undoes only what waits', async () => {
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

  it('tells what the server gets, and from whom', async () => {
    const env = { HOME: '/h', OLLAMA_KEEP_ALIVE: '1h', OLLAMA_HOST: '0.0.0.0', SECRET_THING: 'x' };
    const { run, change, planner } = plannerOver({ env });
    await run();
    change({ contextLength: 4096 });
    const rows = await planner.effective();
    const row = (name: string) => rows.find((candidate) => candidate.name === name);
    expect(row('OLLAMA_HOST')).toMatchObject({ value: '127.0.0.1:11434', source: 'corral', afterRestart: false });
    expect(row('OLLAMA_CONTEXT_LENGTH')).toMatchObject({ value: '4096', source: 'corral', afterRestart: true });
    expect(row('OLLAMA_KEEP_ALIVE')).toMatchObject({ value: '1h', source: 'environment', afterRestart: false });
    expect(row('SECRET_THING')).toBeUndefined();
  });
});
