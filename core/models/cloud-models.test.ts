import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Settings } from '../../contract/settings.ts';
import { initialSnapshot } from '../snapshot/initial-snapshot.ts';
import { createSnapshotStore } from '../snapshot/snapshot-store.ts';
import { sampleApp } from '../snapshot/testing/app-slice-fixture.ts';
import { createCloudModels } from './cloud-models.ts';
import { installedModels } from './installed-models.ts';

describe('which models run elsewhere', () => {
  /** What the server has by name, and where each runs; null while it answers nothing. */
  let server: Record<string, 'here' | 'elsewhere'> | null;
  let readings: number;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] });
    readings = 0;
  });
  afterEach(() => void vi.useRealTimers());

  const open = async (installed: Record<string, 'here' | 'elsewhere'>) => {
    server = installed;
    const store = createSnapshotStore(initialSnapshot({ app: sampleApp, settings: Settings.parse({}), port: 1 }));
    let asOf = Number.NEGATIVE_INFINITY;
    const readInstalled = async () => {
      readings += 1;
      vi.advanceTimersByTime(1);
      const began = performance.now();
      const read = server;
      await Promise.resolve();
      vi.advanceTimersByTime(1);
      if (!read) return;
      const tags = Object.entries(read).map(([name, where]) => ({
        name,
        digest: name,
        ...(where === 'elsewhere' ? { remote_model: name, remote_host: 'https://ollama.com:443' } : {}),
      }));
      store.update('models', (models) => ({ ...models, installed: installedModels({ models: tags }) }));
      asOf = began;
    };
    await readInstalled();
    readings = 0;
    /** The server is away, or a new one is up and hasn't been read. */
    const forget = () => {
      asOf = Number.NEGATIVE_INFINITY;
    };
    return {
      readInstalled,
      forget,
      ...createCloudModels({ store, lists: { readInstalled, installedAsOf: () => asOf } }),
    };
  };

  it('says so of what is listed without a look, and looks again for what is not', async () => {
    const { isCloud } = await open({ 'a:latest': 'here', 'stub:latest': 'elsewhere' });
    expect(await Promise.all(['a:latest', 'A', 'stub:latest'].map(isCloud))).toEqual([false, false, true]);
    expect(readings).toBe(0);
    server = { ...server, 'late:latest': 'elsewhere' };
    expect(await isCloud('late:latest')).toBe(true);
    expect(await isCloud('none:latest')).toBe(false);
    server = null;
    expect(await isCloud('none:latest')).toBeNull();
  });

  it('takes no list for an answer that was read before the server was away', async () => {
    const { isCloud, forget } = await open({ 'a:latest': 'here' });
    forget();
    server = null;
    expect(await isCloud('a:latest')).toBeNull();
    server = { 'a:latest': 'elsewhere' };
    expect(await isCloud('a:latest')).toBe(true);
  });

  it('reads an old list anew beside what is asked, once', async () => {
    const { isCloud } = await open({ 'a:latest': 'here' });
    server = { 'a:latest': 'elsewhere' };
    vi.advanceTimersByTime(6_000);
    await Promise.all([isCloud('a:latest'), isCloud('a:latest')]);
    expect(readings).toBe(1);
    expect(await isCloud('a:latest')).toBe(true);
    expect(readings).toBe(1);
  });

  it('doesn’t know while a name is being changed, and looks again when it was', async () => {
    const { isCloud, changing } = await open({ 'a:latest': 'here', 'b:latest': 'here' });
    const [first, second] = [changing('A'), changing('a:latest')];
    server = { ...server, 'a:latest': 'elsewhere' };
    expect([await isCloud('a:latest'), await isCloud('b:latest')]).toEqual([null, false]);
    first(true);
    expect(await isCloud('a:latest')).toBeNull();
    second(true);
    expect(await isCloud('a:latest')).toBe(true);
    expect(await isCloud('b:latest')).toBe(false);
  });

  it('doesn’t know for long where nobody heard how a change ended', async () => {
    const { isCloud, changing, readInstalled } = await open({ 'a:latest': 'here' });
    changing('a:latest')(false);
    changing('a:latest')(true);
    expect(await isCloud('a:latest')).toBeNull();
    vi.advanceTimersByTime(601_000);
    await readInstalled();
    expect(await isCloud('a:latest')).toBe(false);
  });

  it('doesn’t take a list for newer than the moment it was asked for', async () => {
    const { isCloud, changing, readInstalled } = await open({ 'a:latest': 'here' });
    const done = changing('a:latest');
    const reading = readInstalled();
    vi.advanceTimersByTime(1);
    done(true);
    server = { 'a:latest': 'elsewhere' };
    await reading;
    expect(await isCloud('a:latest')).toBe(true);
  });
});
