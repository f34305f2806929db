import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it, onTestFinished, test, vi } from 'vitest';
import { createModelsFolderGuard } from './models-folder-guard.ts';

let base = '';
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'corral-guard-'));
  onTestFinished(() => rm(base, { recursive: true, force: true }));
});

function guardOf(folder: string) {
  return createModelsFolderGuard({ dataDir: base, folder: () => folder });
}

describe('the guard of the models folder', () => {
  it('lets a folder pass that is there or can be made, and makes nothing', async () => {
    await mkdir(join(base, 'models'));
    expect(await guardOf(join(base, 'models')).problem()).toBeNull();
    expect(await guardOf(join(base, 'new', 'models')).problem()).toBeNull();
    expect((await readdir(base)).sort()).toEqual(['models', 'models-volume.json']);
  });

  it('names a file in its place', async () => {
    await writeFile(join(base, 'models'), '');
    expect(await guardOf(join(base, 'models')).problem()).toMatch(/file, not a folder/);
    expect(await guardOf(join(base, 'models', 'below')).problem()).toMatch(/file, not a folder/);
  });

  it('answers where the disk does not, and does not ask it again meanwhile', async () => {
    const disk = Promise.withResolvers<void>();
    const findVolume = vi.fn(async () => {
      await disk.promise;
      return { name: 'x', mountPoint: '/', mounted: true };
    });
    const guard = createModelsFolderGuard({ dataDir: base, folder: () => base, timeoutMs: 20, findVolume });
    expect(await guard.problem()).toMatch(/doesn’t answer/);
    expect(await guard.problem()).toMatch(/doesn’t answer/);
    expect(findVolume).toHaveBeenCalledOnce();
    disk.resolve();
    await expect.poll(() => guard.problem()).toBeNull();
  });

  it('holds for a volume that macOS keeps only a name of', async () => {
    const guard = createModelsFolderGuard({
      dataDir: base,
      folder: () => '/Volumes/Models/ollama',
      findVolume: async () => ({ name: 'Models', mountPoint: '/Volumes/Models', mounted: false }),
    });
    expect(await guard.problem()).toMatch(/volume “Models”, which is not there now/);
  });
});

const canMount = process.platform === 'linux' && spawnSync('unshare', ['-m', 'true']).status === 0;
if (!canMount)
  process.stderr.write('models-folder-guard.test.ts: not run with real mounts, which this machine refuses\n');

test.runIf(canMount)('a real volume that goes, comes back, and can’t be written to', async () => {
  const scenario = fileURLToPath(new URL('testing/models-folder-guard-fixture.ts', import.meta.url));
  const { stdout } = await promisify(execFile)('unshare', ['-m', process.execPath, scenario, base]);
  const steps: unknown = JSON.parse(stdout);
  expect(steps).toEqual({
    mounted: null,
    gone: expect.stringMatching(/volume “disk”, which is not there now/),
    goneForAnotherLife: expect.stringMatching(/volume “disk”, which is not there now/),
    emptyFolderInItsPlace: expect.stringMatching(/not there now/),
    back: null,
    readOnly: expect.stringMatching(/can’t write to that folder/),
    movedForGood: null,
  });
});
