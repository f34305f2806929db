import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Settings } from '../../contract/settings.ts';
import { initialSnapshot } from '../snapshot/initial-snapshot.ts';
import { createSnapshotStore, type SnapshotStore } from '../snapshot/snapshot-store.ts';
import { sampleApp } from '../snapshot/testing/app-slice-fixture.ts';
import { publishEnvironmentProblems } from './environment-problems.ts';

const defaults = Settings.parse({});
const env = { HOME: '/home/a', OLLAMA_ORIGINS: 'chat.example.com', OLLAMA_MODELS: '.ollama/models/' };

describe('the problems of the environment', () => {
  let store: SnapshotStore;
  const warn = vi.fn<(line: string) => void>();
  const readLaunchd = vi.fn<(names: readonly string[]) => Promise<Record<string, string>>>(async () => ({}));
  const publish = (environment: NodeJS.ProcessEnv = env) =>
    publishEnvironmentProblems({ store, env: environment, serverFolder: '/data', logger: { warn }, readLaunchd });
  const shown = () => store.get().server.problems.map(({ id, resolved }) => [id, resolved]);
  const set = (settings: Partial<Settings>) => store.set('settings', { ...defaults, ...settings });

  beforeEach(() => {
    vi.clearAllMocks();
    store = createSnapshotStore(initialSnapshot({ app: sampleApp, settings: defaults, port: 1 }));
  });

  it('are listed and logged before the server starts, each once', () => {
    publish();
    expect(shown()).toEqual([
      ['environment-OLLAMA_MODELS', false],
      ['environment-OLLAMA_ORIGINS', false],
    ]);
    set({ keepAwake: true });
    expect(shown()).toHaveLength(2);
    expect(warn).toHaveBeenCalledTimes(2);
    expect(warn.mock.calls[0]?.[0]).toMatch(/^OLLAMA_MODELS is set incorrectly.*: It’s “\.ollama\/models\/”\./);
  });

  it('are none in an environment without any', () => {
    const subscriber = vi.fn();
    store.subscribe(subscriber);
    publish({ HOME: '/home/a', OLLAMA_ORIGINS: 'https://chat.example.com' });
    expect(shown()).toEqual([]);
    expect(subscriber).not.toHaveBeenCalled();
    expect(readLaunchd).not.toHaveBeenCalled();
  });

  it('are resolved while a setting overrides the variable', () => {
    publish();
    set({ allowedOrigins: ['https://chat.example.com'] });
    expect(shown()).toEqual([
      ['environment-OLLAMA_MODELS', false],
      ['environment-OLLAMA_ORIGINS', true],
    ]);
    set({});
    expect(shown()).toContainEqual(['environment-OLLAMA_ORIGINS', false]);
  });

  it('stay away once they were cleared, until they come back', () => {
    publish();
    store.update('server', (slice) => ({ ...slice, problems: [] }));
    set({ keepAwake: true });
    expect(shown()).toEqual([]);
    set({ modelsFolder: '/m' });
    set({});
    expect(shown()).toEqual([['environment-OLLAMA_MODELS', false]]);
  });

  it('name launchctl where it set the variable', async () => {
    readLaunchd.mockResolvedValueOnce({ OLLAMA_MODELS: '.ollama/models/', OLLAMA_ORIGINS: 'https://other' });
    publish();
    const detail = (id: string) => store.get().server.problems.find((problem) => problem.id === id)?.detail;
    await expect.poll(() => detail('environment-OLLAMA_MODELS')).toContain('launchctl unsetenv OLLAMA_MODELS');
    expect(detail('environment-OLLAMA_ORIGINS')).not.toContain('launchctl');
    expect(readLaunchd).toHaveBeenCalledExactlyOnceWith(['OLLAMA_MODELS', 'OLLAMA_ORIGINS']);
    expect(warn).toHaveBeenCalledTimes(2);
  });

  it('are followed no longer after the end', () => {
    publish()();
    set({ modelsFolder: '/m' });
    expect(shown()).toContainEqual(['environment-OLLAMA_MODELS', false]);
  });
});
