import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { openDataFolder } from './data-folder.ts';
import { DataFolderError } from './data-folder-error.ts';
import { FAULTS } from './testing/faults-fixture.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corral-lock-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

test.each([
  ['folder', 'is a folder'],
  ['FIFO', 'isn’t a regular file'],
  ['endless device', 'isn’t a regular file'],
  ['dangling link', 'is a link that leads nowhere'],
  ['link to itself', 'is a link that leads nowhere'],
] as const)(
  'a lock that is a %s may belong to a running host: it stays, and the start fails at once',
  async (fault, what) => {
    const path = join(folder, 'host.lock');
    FAULTS[fault](path);
    const began = process.cpuUsage();
    const opening = openDataFolder(folder, 'headless');
    await expect(opening).rejects.toBeInstanceOf(DataFolderError);
    await expect(opening).rejects.toThrow(
      `Another Corral may be using this data folder: ${path} ${what}. Make sure that none is running, then delete it.`,
    );
    expect(process.cpuUsage(began).user).toBeLessThan(1_000_000);
    expect(await readdir(folder)).toEqual(['host.lock']);
  },
);

test.each(['empty file', 'garbage', 'JSON of another shape', 'three gigabytes'] as const)(
  'a lock that is a %s is nobody’s, and taken over',
  async (fault) => {
    FAULTS[fault](join(folder, 'host.lock'));
    const { release } = await openDataFolder(folder, 'headless');
    expect(JSON.parse(readFileSync(join(folder, 'host.lock'), 'utf8'))).toMatchObject({ pid: process.pid });
    await release();
    expect(await readdir(folder)).toEqual([]);
  },
);

test('a claim on a dead lock that can’t be read fails the start, too, and names the claim', async () => {
  writeFileSync(join(folder, 'host.lock'), '');
  const claim = join(folder, 'host.lock.e3b0c44298fc1c14');
  mkdirSync(claim);
  await expect(openDataFolder(folder, 'headless')).rejects.toThrow(`${claim} is a folder`);
});

test('a host that is stopped while it takes over doesn’t keep others waiting forever', async () => {
  writeFileSync(join(folder, 'host.lock'), '');
  const script = `
    const { acquireHostLock } = await import(${JSON.stringify(new URL('host-lock.ts', import.meta.url).href)});
    const { renameSync } = await import('node:fs');
    const [folder] = process.argv.slice(1);
    await acquireHostLock(folder, 'other');
    // As if it had taken only the claim.
    renameSync(folder + '/host.lock', folder + '/host.lock.e3b0c44298fc1c14');
    (await import('node:fs')).writeFileSync(folder + '/host.lock', '');
    console.log('claimed');
    setInterval(() => undefined, 1000);`;
  const args = ['--no-warnings', '--input-type=module', '-e', script, folder];
  const other = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void other.kill('SIGKILL'));
  await once(other.stdout, 'data');
  await expect(openDataFolder(folder, 'headless')).rejects.toMatchObject({ pid: other.pid, host: 'other' });
});

test('a folder that is a file, or below one, is named with the reason', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  for (const path of [file, join(file, 'below')]) {
    const opening = openDataFolder(path, 'headless');
    await expect(opening).rejects.toBeInstanceOf(DataFolderError);
    await expect(opening).rejects.toThrow(new RegExp(`^Can’t use the data folder: .*${path}.*\\.$`));
  }
});

test('a link that leads nowhere is no data folder', async () => {
  symlinkSync('/nowhere/at/all', join(folder, 'link'));
  await expect(openDataFolder(join(folder, 'link'), 'headless')).rejects.toBeInstanceOf(DataFolderError);
});
