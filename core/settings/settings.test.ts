import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Settings } from '../../contract/settings.ts';
import type { Platform } from '../platform/platform.ts';
import { noCapabilities } from '../snapshot/testing/app-slice-fixture.ts';
import { checkSettingsPatch } from './check-settings-patch.ts';
import { decodeSettings } from './decode-settings.ts';
import { fixedSettings } from './fixed-settings.ts';
import { serverPort } from './server-port.ts';
import { createSettingsStore } from './settings-store.ts';

const defaults = Settings.parse({});
/** Set on the Network page. */
const networkAccess = {
  reach: 'localNetwork',
  requireKey: false,
  closedInterfaces: ['en0'],
  allowedHosts: ['mac.example'],
  tailnetHttps: true,
  localApps: 'ollama',
} as const;

function fakePlatform(stored: unknown) {
  const written: Settings[] = [];
  const setOpenAtLogin = vi.fn<(open: boolean) => void>();
  const platform: Platform = {
    host: 'headless',
    capabilities: { ...noCapabilities, loginItem: true },
    settingsStore: { read: () => stored, write: (value) => void written.push(value) },
    notify: () => undefined,
    openLink: async () => undefined,
    revealFile: async () => undefined,
    pickFile: async () => null,
    setOpenAtLogin,
    keepAwake: () => undefined,
    quit: () => undefined,
  };
  return { platform, written, setOpenAtLogin };
}

describe('decodeSettings', () => {
  it('keeps valid fields, uses and names the defaults of invalid ones, and drops unknown ones', () => {
    const { settings, invalid } = decodeSettings({ port: 'many', startServer: false, reach: 'moon', color: 'red' });
    expect(settings).toEqual({ ...defaults, startServer: false });
    expect(new Set(invalid)).toEqual(new Set(['port', 'reach']));
    expect(settings).not.toHaveProperty('color');
  });

  it('never throws and always gives valid settings, whatever was stored', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.record({ port: fc.anything(), reach: fc.anything() })), (raw) => {
        expect(Settings.safeParse(decodeSettings(raw).settings).success).toBe(true);
      }),
    );
  });
});

describe('serverPort', () => {
  it.each([
    [{}, null, 11_434],
    [{}, 12_000, 12_000],
    [{ CORRAL_OLLAMA_PORT: '13000' }, 12_000, 13_000],
    [{ CORRAL_OLLAMA_PORT: '' }, 12_000, 12_000],
  ])('%j over %j is %i', (env, port, expected) => {
    expect(serverPort({ port }, env)).toBe(expected);
  });

  it('doesn’t pass over one that isn’t a port', () => {
    expect(() => serverPort({ port: 12_000 }, { CORRAL_OLLAMA_PORT: '22x' })).toThrow('CORRAL_OLLAMA_PORT is "22x"');
  });
});

describe('fixedSettings', () => {
  const isOn = (variable: string) => ({ variable, value: true });
  it.each([
    [{}, {}],
    [{ CORRAL_OLLAMA_PORT: '' }, {}],
    [{ CORRAL_OLLAMA_PORT: '11500' }, { port: { variable: 'CORRAL_OLLAMA_PORT', value: 11_500 } }],
    [{ CORRAL_OLLAMA: '/o' }, { ollamaPath: { variable: 'CORRAL_OLLAMA', value: '/o' } }],
    [{ CORRAL_DATA_DIR: '/data/' }, { dataDir: { variable: 'CORRAL_DATA_DIR', value: '/data' } }],
    [{ CORRAL_DATA_DIR: '/other' }, {}],
    [{ OLLAMA_NO_CLOUD: '1' }, { cloudOff: isOn('OLLAMA_NO_CLOUD') }],
    [{ OLLAMA_NO_CLOUD: '"no"' }, { cloudOff: isOn('OLLAMA_NO_CLOUD') }],
    [{ OLLAMA_NO_CLOUD: ' false ' }, {}],
    [{ OLLAMA_DEBUG: '2' }, { debug: isOn('OLLAMA_DEBUG') }],
    [{ OLLAMA_DEBUG: 'true' }, { debug: isOn('OLLAMA_DEBUG') }],
    [{ OLLAMA_DEBUG: 'yes' }, {}],
    [{ OLLAMA_DEBUG: '-4' }, {}],
    [{ OLLAMA_DEBUG: '0' }, {}],
    // Their settings override these.
    [{ OLLAMA_KEEP_ALIVE: '1h', OLLAMA_MODELS: '/m', OLLAMA_FLASH_ATTENTION: '1' }, {}],
  ])('of %j is %j', (env, fixed) => {
    expect(fixedSettings(env, '/data')).toEqual(fixed);
  });
});

describe('createSettingsStore', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'corral-settings-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('reports stored values that can’t be used', () => {
    const { platform } = fakePlatform({ port: 'many' });
    const [notice] = createSettingsStore(platform).notices;
    expect(notice?.detail).toContain('port');
  });

  it('starts with the defaults when the store can’t be read', () => {
    const { platform } = fakePlatform({});
    const broken: Platform = {
      ...platform,
      settingsStore: {
        read: () => {
          throw new SyntaxError('bad');
        },
        write: () => undefined,
      },
    };
    const store = createSettingsStore(broken);
    expect(store.get()).toEqual(defaults);
    expect(store.notices).toHaveLength(1);
  });

  it('writes and publishes a valid patch, and passes the login item to the host', async () => {
    const { platform, written, setOpenAtLogin } = fakePlatform({});
    const onChange = vi.fn();
    const store = createSettingsStore(platform);
    store.subscribe(onChange);
    const program = join(folder, 'ollama');
    await writeFile(program, '#!/bin/sh\n');
    await chmod(program, 0o755);
    const modelsFolder = join(folder, 'new', 'models');
    await store.update({ ollamaPath: program, modelsFolder, openAtLogin: true, startServer: undefined });
    const expected = { ...defaults, ollamaPath: program, modelsFolder, openAtLogin: true };
    expect(store.get()).toEqual(expected);
    expect(written).toEqual([expected]);
    expect(onChange).toHaveBeenCalledWith(expected);
    expect(setOpenAtLogin).toHaveBeenCalledExactlyOnceWith(true);
  });

  it.each([
    ['ollamaPath', 'missing', 'No file'],
    ['ollamaPath', 'plain', 'isn’t executable'],
    ['ollamaPath', 'dir', 'a folder'],
    ['modelsFolder', 'plain', 'a file'],
    ['modelsFolder', join('plain', 'below'), 'a file'],
  ])('rejects %s = %s and changes nothing', async (field, name, reason) => {
    await writeFile(join(folder, 'plain'), '');
    await mkdir(join(folder, 'dir'));
    const { platform, written } = fakePlatform({});
    const store = createSettingsStore(platform);
    await expect(store.update({ [field]: join(folder, name), startServer: false })).rejects.toMatchObject({
      code: 'INVALID_SETTING',
      data: { field, reason: expect.stringContaining(reason) },
    });
    expect(store.get()).toEqual(defaults);
    expect(written).toEqual([]);
  });

  it('rejects a relative folder', async () => {
    const { platform } = fakePlatform({});
    const store = createSettingsStore(platform);
    await expect(store.update({ modelsFolder: 'models' })).rejects.toMatchObject({ data: { field: 'modelsFolder' } });
  });

  describe('~ in a path', () => {
    beforeEach(() => vi.stubEnv('HOME', folder));
    afterEach(() => vi.unstubAllEnvs());

    it.each([
      ['~', ''],
      ['~/', '/'],
      ['~/models', '/models'],
      ['~/a b/~/models', '/a b/~/models'],
    ])('%s is stored as the home folder’s path', async (typed, stored) => {
      const store = createSettingsStore(fakePlatform({}).platform);
      expect(await checkSettingsPatch({ modelsFolder: typed })).toBeNull();
      await store.update({ modelsFolder: typed });
      expect(store.get().modelsFolder).toBe(folder + stored);
    });

    it('is the executable’s home folder too', async () => {
      const store = createSettingsStore(fakePlatform({}).platform);
      await writeFile(join(folder, 'ollama'), '#!/bin/sh\n', { mode: 0o755 });
      await store.update({ ollamaPath: '~/ollama' });
      expect(store.get().ollamaPath).toBe(join(folder, 'ollama'));
    });

    it.each(['~models', '~root/models', './~/models', 'models/~', '"~/models"', ' ~/models', '~\\models'])(
      '%j is refused',
      async (typed) => {
        const store = createSettingsStore(fakePlatform({}).platform);
        await expect(store.update({ modelsFolder: typed })).rejects.toMatchObject({ data: { field: 'modelsFolder' } });
      },
    );
  });

  it.each([
    ['port', 12_000, 'CORRAL_OLLAMA_PORT'],
    ['port', null, 'CORRAL_OLLAMA_PORT'],
    ['ollamaPath', '/bin/sh', 'CORRAL_OLLAMA'],
    ['ollamaPath', null, 'CORRAL_OLLAMA'],
    ['cloudOff', true, 'OLLAMA_NO_CLOUD'],
    ['debug', false, 'OLLAMA_DEBUG'],
  ])('refuses a change of %s to %j, which %s fixes', async (field, value, variable) => {
    const { platform, written } = fakePlatform({ port: 13_000 });
    const env = { CORRAL_OLLAMA_PORT: '11500', CORRAL_OLLAMA: '/o', OLLAMA_NO_CLOUD: '1', OLLAMA_DEBUG: '1' };
    const store = createSettingsStore(platform, fixedSettings(env, '/'));
    const problem = { field, reason: expect.stringContaining(`set by ${variable} in the environment`) };
    expect(await store.check({ [field]: value })).toEqual(problem);
    await expect(store.update({ [field]: value, keepAwake: true })).rejects.toMatchObject({
      code: 'INVALID_SETTING',
      data: problem,
    });
    expect(written).toEqual([]);
    await store.update({ keepAwake: true, [field]: undefined });
    expect(store.get()).toMatchObject({ keepAwake: true, port: 13_000 });
    store.restoreDefaults();
    expect(store.get()).toEqual(defaults);
  });

  it('normalizes what was entered, and rejects what would mislead the server', async () => {
    const { platform } = fakePlatform({});
    const store = createSettingsStore(platform);
    await store.update({ keepAlive: ' 10m ', allowedOrigins: [' http://a.example '] });
    expect(store.get()).toMatchObject({ keepAlive: '10m', allowedOrigins: ['http://a.example'] });
    await expect(store.update({ keepAlive: 'soon' })).rejects.toMatchObject({ data: { field: 'keepAlive' } });
    expect(store.get().keepAlive).toBe('10m');
  });

  it('restores the defaults of everything but network access', async () => {
    const { platform, setOpenAtLogin } = fakePlatform({ ...networkAccess, openAtLogin: true, debug: true });
    const store = createSettingsStore(platform);
    store.restoreDefaults();
    expect(store.get()).toEqual({ ...defaults, ...networkAccess });
    expect(setOpenAtLogin).toHaveBeenCalledExactlyOnceWith(false);
  });

  it('reverts to earlier values without checking whether the folder exists now', async () => {
    const { platform } = fakePlatform(networkAccess);
    const store = createSettingsStore(platform);
    store.revert({ modelsFolder: '/nowhere/models', reach: 'thisMac', requireKey: true });
    expect(store.get()).toEqual({ ...defaults, ...networkAccess, modelsFolder: '/nowhere/models' });
  });
});
