import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { monotonicMs } from '../../os/monotonic-ms.ts';
import { createCloudModels } from './cloud-models.ts';
import type { PolicyModels } from './gateway-policy.ts';

describe('which models are cloud models', () => {
  /** The server's models by name, and where each runs; null while it doesn't respond. */
  let server: Record<string, 'local' | 'cloud'> | null;
  let readings: number;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['hrtime'] });
    readings = 0;
  });
  afterEach(() => void vi.useRealTimers());

  const open = async (installed: Record<string, 'local' | 'cloud'>) => {
    server = installed;
    let models: PolicyModels = { installed: [], asOf: Number.NEGATIVE_INFINITY };
    const readModels = async () => {
      readings += 1;
      vi.advanceTimersByTime(1);
      const asOf = monotonicMs();
      const read = server;
      await Promise.resolve();
      vi.advanceTimersByTime(1);
      if (!read) return;
      const installed = Object.entries(read).map(([name, where]) => ({
        name,
        digest: name,
        remoteHost: where === 'cloud' ? 'https://ollama.com:443' : null,
      }));
      models = { installed, asOf };
    };
    await readModels();
    readings = 0;
    /** The server is away, or a new one is up and its list hasn't been read. */
    const forget = () => {
      models = { ...models, asOf: Number.NEGATIVE_INFINITY };
    };
    return { readModels, forget, ...createCloudModels({ models: () => models, readModels }) };
  };

  it('answers for a listed model from the list, and reads the list again for any other', async () => {
    const { isCloud } = await open({ 'a:latest': 'local', 'stub:latest': 'cloud' });
    expect(await Promise.all(['a:latest', 'A', 'stub:latest'].map(isCloud))).toEqual([false, false, true]);
    expect(readings).toBe(0);
    server = { ...server, 'late:latest': 'cloud' };
    expect(await isCloud('late:latest')).toBe(true);
    expect(await isCloud('none:latest')).toBe(false);
    server = null;
    expect(await isCloud('none:latest')).toBeNull();
  });

  it('doesn’t trust a list that was read before the server was away', async () => {
    const { isCloud, forget } = await open({ 'a:latest': 'local' });
    forget();
    server = null;
    expect(await isCloud('a:latest')).toBeNull();
    server = { 'a:latest': 'cloud' };
    expect(await isCloud('a:latest')).toBe(true);
  });

  it('reads an old list again in the background, once', async () => {
    const { isCloud } = await open({ 'a:latest': 'local' });
    server = { 'a:latest': 'cloud' };
    vi.advanceTimersByTime(6_000);
    await Promise.all([isCloud('a:latest'), isCloud('a:latest')]);
    expect(readings).toBe(1);
    expect(await isCloud('a:latest')).toBe(true);
    expect(readings).toBe(1);
  });

  it('can’t tell while a name is being changed, and reads the list again afterwards', async () => {
    const { isCloud, changing } = await open({ 'a:latest': 'local', 'b:latest': 'local' });
    const [first, second] = [changing('A'), changing('a:latest')];
    server = { ...server, 'a:latest': 'cloud' };
    expect([await isCloud('a:latest'), await isCloud('b:latest')]).toEqual([null, false]);
    first(true);
    expect(await isCloud('a:latest')).toBeNull();
    second(true);
    expect(await isCloud('a:latest')).toBe(true);
    expect(await isCloud('b:latest')).toBe(false);
  });

  it('can’t tell for ten minutes after a change whose response was cut off', async () => {
    const { isCloud, changing, readModels } = await open({ 'a:latest': 'local' });
    changing('a:latest')(false);
    changing('a:latest')(true);
    expect(await isCloud('a:latest')).toBeNull();
    vi.advanceTimersByTime(601_000);
    await readModels();
    expect(await isCloud('a:latest')).toBe(false);
  });

  it('can’t tell of what an earlier gateway was changing, and says what is being changed', async () => {
    const models = { installed: [{ name: 'a:latest', digest: 'd', remoteHost: null }], asOf: monotonicMs() };
    const told: (readonly string[])[] = [];
    const onChanging = (names: readonly string[]) => void told.push(names);
    const options = { models: () => models, readModels: async () => undefined, onChanging };
    const { changing } = createCloudModels(options);
    changing('A')(false);
    changing('b:latest');
    expect(told.map(({ length }) => length)).toEqual([1, 2]);
    const { isCloud } = createCloudModels({ ...options, abandoned: told.at(-1) ?? [] });
    expect(await isCloud('a:latest')).toBeNull();
    models.asOf += 601_000;
    expect(await isCloud('a:latest')).toBe(false);
  });

  it('dates a list by when its request began', async () => {
    const { isCloud, changing, readModels } = await open({ 'a:latest': 'local' });
    const done = changing('a:latest');
    const reading = readModels();
    vi.advanceTimersByTime(1);
    done(true);
    server = { 'a:latest': 'cloud' };
    await reading;
    expect(await isCloud('a:latest')).toBe(true);
  });
});
