import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { processInfo } from '../os/process-info.ts';
import { openDataFolder } from './data-folder.ts';
import { HostLockedError } from './host-lock.ts';
import { resolveDataDir } from './resolve-data-dir.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corral-data-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

test('only its owner can use the folder', async () => {
  const opened = await openDataFolder(join(folder, 'new'), 'headless');
  expect((await stat(opened.path)).mode & 0o777).toBe(0o700);
});

test('a second host is told which host uses the folder, and gets it after the release', async () => {
  const first = await openDataFolder(folder, 'desktop');
  const second = openDataFolder(folder, 'headless');
  await expect(second).rejects.toBeInstanceOf(HostLockedError);
  await expect(second).rejects.toMatchObject({ pid: process.pid, host: 'desktop' });
  await first.release();
  await (await openDataFolder(folder, 'headless')).release();
  expect(await readdir(folder)).toEqual([]);
});

/** A lock of a process that is gone. */
async function leaveDeadLock(path = join(folder, 'host.lock')): Promise<void> {
  const child = spawn('true');
  await once(child, 'exit');
  await writeFile(path, JSON.stringify({ pid: child.pid, startTime: '1', host: 'desktop', since: 0 }));
}

test('of many hosts at once exactly one takes over a dead lock, and leaves nothing but the lock', async () => {
  for (let round = 0; round < 10; round += 1) {
    await leaveDeadLock();
    const results = await Promise.allSettled(Array.from({ length: 12 }, () => openDataFolder(folder, 'headless')));
    const opened = results.filter((result) => result.status === 'fulfilled');
    const rejected = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(opened).toHaveLength(1);
    for (const reason of rejected) expect(reason).toBeInstanceOf(HostLockedError);
    expect(await readdir(folder)).toEqual(['host.lock']);
    await opened[0]?.value.release();
  }
});

test('a host that died while taking over doesn’t block others', async () => {
  await leaveDeadLock();
  const fingerprint = createHash('sha256')
    .update(await readFile(join(folder, 'host.lock')))
    .digest('hex')
    .slice(0, 16);
  await leaveDeadLock(join(folder, `host.lock.${fingerprint}`));
  await openDataFolder(folder, 'headless');
  expect(await readdir(folder)).toEqual(['host.lock']);
});

test('a release doesn’t remove the lock of another host', async () => {
  const first = await openDataFolder(folder, 'desktop');
  await rm(join(folder, 'host.lock'));
  await openDataFolder(folder, 'headless');
  await first.release();
  await expect(openDataFolder(folder, 'desktop')).rejects.toMatchObject({ host: 'headless' });
});

test.each([
  ['a pid that now belongs to another process', async () => ({ pid: process.ppid, startTime: 'long ago' })],
  ['garbage', async () => 'garbage'],
])('a lock with %s is taken over', async (_name, content) => {
  const value = await content();
  const text = typeof value === 'string' ? value : JSON.stringify({ ...value, host: 'desktop', since: 0 });
  await writeFile(join(folder, 'host.lock'), text);
  await openDataFolder(folder, 'headless');
  const lock: unknown = JSON.parse(await readFile(join(folder, 'host.lock'), 'utf8'));
  expect(lock).toMatchObject({ pid: process.pid, startTime: (await processInfo(process.pid))?.startTime });
});

test.each(['{"reach": "loc', '', '[]', 'null', '\u0000'])(
  'a settings file that holds %j is moved aside',
  async (text) => {
    await writeFile(join(folder, 'settings.json'), text);
    const { damaged } = await openDataFolder(folder, 'headless');
    const aside = (await readdir(folder)).find((name) => name.startsWith('settings.broken-')) ?? '';
    expect(damaged).toEqual([{ file: 'settings.json', problem: 'damaged', aside: { movedTo: aside } }]);
    expect(await readFile(join(folder, aside), 'utf8')).toBe(text);
    expect(await readdir(folder)).not.toContain('settings.json');
  },
);

test('a valid settings file stays', async () => {
  await writeFile(join(folder, 'settings.json'), '{}');
  expect((await openDataFolder(folder, 'headless')).damaged).toEqual([]);
});

describe('where the folder is', () => {
  const base = { flag: undefined, env: {}, platform: 'linux', home: '/home/a' } as const;
  test.each([
    ['the flag first', { ...base, flag: '/x', env: { CORRAL_DATA_DIR: '/y' } }, '/x'],
    ['then the variable', { ...base, env: { CORRAL_DATA_DIR: '/y' } }, '/y'],
    ['Linux', base, '/home/a/.local/share/corral'],
    ['not an empty variable', { ...base, env: { CORRAL_DATA_DIR: '' } }, '/home/a/.local/share/corral'],
    ['a home folder that no shell expanded', { ...base, flag: '~/x' }, join(homedir(), 'x')],
    ['XDG’s, but not a relative one', { ...base, env: { XDG_DATA_HOME: 'z' } }, '/home/a/.local/share/corral'],
    ['Linux with XDG', { ...base, env: { XDG_DATA_HOME: '/z' } }, '/z/corral'],
    ['macOS', { ...base, platform: 'darwin' as const }, '/home/a/Library/Application Support/Corral'],
  ])('%s', (_name, options, expected) => {
    expect(resolveDataDir(options)).toBe(expected);
  });

  test.each([
    [{ flag: ' ' }, '--data-dir is " ", which isn\'t a path'],
    [{ flag: '~root/x' }, '--data-dir is "~root/x"'],
    [{ env: { CORRAL_DATA_DIR: ' ' } }, 'CORRAL_DATA_DIR is " "'],
    [{ flag: '/x', env: { CORRAL_DATA_DIR: '\t' } }, 'CORRAL_DATA_DIR is "\\t"'],
    [{ flag: '/x', env: { CORRAL_OLLAMA_PORT: '22x' } }, 'CORRAL_OLLAMA_PORT is "22x"'],
  ])('nowhere with %j', (changes, message) => {
    expect(() => resolveDataDir({ ...base, ...changes })).toThrow(message);
  });
});
