import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Settings } from '../../contract/settings.ts';
import type { Platform } from '../platform/platform.ts';
import { noCapabilities } from '../snapshot/testing/app-slice-fixture.ts';
import { decodeSettings } from './decode-settings.ts';
import { serverPort } from './server-port.ts';
import { createSettingsStore } from './settings-store.ts';

const defaults = Settings.parse({});
/** What is decided on the Network page. */
const exposed = {
  reach: 'localNetwork',
  requireKey: false,
  closedInterfaces: ['en0'],
  allowedHosts: ['mac.example'],
  tailnetHttps: true,
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
  it('keeps the good fields, defaults the bad ones and names them, drops the unknown', () => {
    const { settings, invalid } = decodeSettings({ port: 'many', startServer: false, reach: 'moon', colour: 'red' });
    expect(settings).toEqual({ ...defaults, startServer: false });
    expect(new Set(invalid)).toEqual(new Set(['port', 'reach']));
    expect(settings).not.toHaveProperty('colour');
  });

  it('never throws and always gives settings, whatever was stored', () => {
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
    [{ CORRAL_OLLAMA_PORT: 'x' }, 12_000, 12_000],
    [{ CORRAL_OLLAMA_PORT: '70000' }, null, 11_434],
  ])('%j over %j is %i', (env, port, expected) => {
    expect(serverPort({ port }, env)).toBe(expected);
  });
});

describe('createSettingsStore', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'corral-settings-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('tells of values that were not understood', () => {
    const { platform } = fakePlatform({ port: 'many' });
    const [notice] = createSettingsStore(platform).notices;
    expect(notice?.detail).toContain('port');
  });

  it('starts with the defaults when the store cannot be read', () => {
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

  it('writes and announces a good patch, and hands the login item to the host', async () => {
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
    ['ollamaPath', 'missing', 'no file'],
    ['ollamaPath', 'plain', 'run as a program'],
    ['ollamaPath', 'dir', 'folder'],
    ['modelsFolder', 'plain', 'a file'],
    ['modelsFolder', join('plain', 'below'), 'a file'],
  ])('refuses %s = %s and changes nothing', async (field, name, reason) => {
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

  it('refuses a relative folder', async () => {
    const { platform } = fakePlatform({});
    const store = createSettingsStore(platform);
    await expect(store.update({ modelsFolder: 'models' })).rejects.toMatchObject({ data: { field: 'modelsFolder' } });
  });

  it('tidies what was typed, and refuses what would mislead the server', async () => {
    const { platform } = fakePlatform({});
    const store = createSettingsStore(platform);
    await store.update({ keepAlive: ' 10m ', allowedOrigins: [' http://a.example '] });
    expect(store.get()).toMatchObject({ keepAlive: '10m', allowedOrigins: ['http://a.example'] });
    await expect(store.update({ keepAlive: 'soon' })).rejects.toMatchObject({ data: { field: 'keepAlive' } });
    expect(store.get().keepAlive).toBe('10m');
  });

  it('goes back to the defaults, but for who can reach the server', async () => {
    const { platform, setOpenAtLogin } = fakePlatform({ ...exposed, openAtLogin: true, debug: true });
    const store = createSettingsStore(platform);
    store.restoreDefaults();
    expect(store.get()).toEqual({ ...defaults, ...exposed });
    expect(setOpenAtLogin).toHaveBeenCalledExactlyOnceWith(false);
  });

  it('puts back what was in force, without asking whether the folder is there now', async () => {
    const { platform } = fakePlatform(exposed);
    const store = createSettingsStore(platform);
    store.revert({ modelsFolder: '/nowhere/models', reach: 'thisMac', requireKey: true });
    expect(store.get()).toEqual({ ...defaults, ...exposed, modelsFolder: '/nowhere/models' });
  });
});
