import { mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, test } from 'vitest';
import { launchdValues, parseGetenv } from './launchd-environment.ts';
import { resolveSymlinks } from './resolve-symlinks.ts';
import { volumeOf } from './volumes.ts';
import { longestMountPoint, parseMountPoints } from './volumes-linux.ts';
import { mountOfMac } from './volumes-mac.ts';

let base = '';
beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'corral-volumes-')));
  onTestFinished(() => rm(base, { recursive: true, force: true }));
});

test('parses mount points, with spaces in them', () => {
  const recorded = [
    '22 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw',
    '35 22 8:17 / /media/me/My\\040Disk rw,nosuid - ext4 /dev/sdb1 rw',
    '36 22 0:44 / /mnt rw - tmpfs none rw',
    '',
  ].join('\n');
  expect(parseMountPoints(recorded)).toEqual(['/', '/media/me/My Disk', '/mnt']);
});

test.each([
  ['/mnt/a', '/mnt'],
  ['/mnt', '/mnt'],
  ['/mnta', '/'],
  ['/mnt/deep/x', '/mnt/deep'],
])('%s is on %s', (path, expected) => {
  expect(longestMountPoint(['/', '/mnt', '/mnt/deep'], path)).toBe(expected);
});

test('finds the volume of a path, also of one that doesn’t exist yet', async () => {
  const here = await volumeOf(base);
  expect(here.mounted).toBe(true);
  expect(base.startsWith(here.mountPoint)).toBe(true);
  expect(await volumeOf(join(base, 'not', 'yet'))).toEqual(here);
});

test('follows symlinks, broken ones too', async () => {
  await symlink('away/disk', join(base, 'link'));
  expect(await resolveSymlinks(join(base, 'link', 'models'))).toBe(join(base, 'away', 'disk', 'models'));
  await mkdir(join(base, 'away', 'disk'), { recursive: true });
  expect(await resolveSymlinks(join(base, 'link', 'models'))).toBe(join(base, 'away', 'disk', 'models'));
  await symlink('round', join(base, 'round'));
  expect(await resolveSymlinks(join(base, 'round', 'x'))).toBe(join(base, 'round', 'x'));
});

describe('on a Mac', () => {
  const volumes = () => join(base, 'Volumes');
  /** Folders named in `devices` are the tops of devices; what is below them is on the same one. */
  const mountOf = (path: string, devices: Readonly<Record<string, number>>) =>
    mountOfMac(path, {
      volumes: volumes(),
      device: async (path) => {
        if (!(await realpath(path).catch(() => null))) return null;
        const top = Object.keys(devices).find((folder) => path === folder || path.startsWith(`${folder}/`));
        return top === undefined ? 1 : (devices[top] ?? null);
      },
    });

  it('distinguishes a mounted disk from a folder that was left of one', async () => {
    const disk = join(volumes(), 'Disk');
    expect(await mountOf(join(disk, 'models'), {})).toEqual({ mountPoint: disk, mounted: false });
    await mkdir(join(disk, 'models'), { recursive: true });
    expect(await mountOf(join(disk, 'models'), {})).toEqual({ mountPoint: disk, mounted: false });
    expect(await mountOf(join(disk, 'models'), { [disk]: 7 })).toEqual({ mountPoint: disk, mounted: true });
  });

  it('finds a network share that is mounted elsewhere, and the disk of everything else', async () => {
    const share = join(base, 'Users', 'me', 'share');
    await mkdir(share, { recursive: true });
    expect(await mountOf(join(share, 'models'), { [share]: 9 })).toEqual({ mountPoint: share, mounted: true });
    expect(await mountOf(join(share, 'models'), {})).toEqual({ mountPoint: '/', mounted: true });
  });
});

describe('launchd', () => {
  test.each([
    ['0.0.0.0:11434\n', '0.0.0.0:11434'],
    [' spaced and "quoted"\n', ' spaced and "quoted"'],
    ['two\nlines\n', 'two\nlines'],
    ['\n', null],
    ['', null],
    [null, null],
  ])('parses %j as %j', (printed, value) => {
    expect(parseGetenv(printed)).toBe(value);
  });

  test.runIf(process.platform === 'linux')('gives no values on Linux', async () => {
    expect(await launchdValues(['HOME'])).toEqual({});
  });
});
