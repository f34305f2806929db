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
  return createModelsFolderGuard({ dataDir: base, onDamaged: () => undefined, folder: () => folder });
}

describe('the guard of the models folder', () => {
  it('accepts a folder that exists or can be created, and creates nothing', async () => {
    await mkdir(join(base, 'models'));
    expect(await guardOf(join(base, 'models')).problem()).toBeNull();
    expect(await guardOf(join(base, 'new', 'models')).problem()).toBeNull();
    expect((await readdir(base)).sort()).toEqual(['models', 'models-volume.json']);
  });

  it('reports a file in its place', async () => {
    await writeFile(join(base, 'models'), '');
    expect(await guardOf(join(base, 'models')).problem()).toMatch(/file, not a folder/);
    expect(await guardOf(join(base, 'models', 'below')).problem()).toMatch(/file, not a folder/);
  });

  it('responds when the disk doesn’t, and doesn’t probe it again meanwhile', async () => {
    const disk = Promise.withResolvers<void>();
    const findVolume = vi.fn(async () => {
      await disk.promise;
      return { name: 'x', mountPoint: '/', mounted: true };
    });
    const guard = createModelsFolderGuard({
      dataDir: base,
      onDamaged: () => undefined,
      folder: () => base,
      timeoutMs: 20,
      findVolume,
    });
    expect(await guard.problem()).toMatch(/isn’t responding/);
    expect(await guard.problem()).toMatch(/isn’t responding/);
    expect(findVolume).toHaveBeenCalledOnce();
    disk.resolve();
    await expect.poll(() => guard.problem()).toBeNull();
  });

  it('reports a volume of which macOS keeps only the mount point', async () => {
    const guard = createModelsFolderGuard({
      dataDir: base,
      onDamaged: () => undefined,
      folder: () => '/Volumes/Models/ollama',
      findVolume: async () => ({ name: 'Models', mountPoint: '/Volumes/Models', mounted: false }),
    });
    expect(await guard.problem()).toMatch(/volume “Models”, which isn’t connected/);
  });
});

const canMount = process.platform === 'linux' && spawnSync('unshare', ['-m', 'true']).status === 0;
if (!canMount)
  process.stderr.write(
    'models-folder-guard.test.ts: skipped the test with real mounts, which this machine does not allow\n',
  );

test.runIf(canMount)('a real volume that is disconnected, comes back, and is read-only', async () => {
  const scenario = fileURLToPath(new URL('testing/models-folder-guard-fixture.ts', import.meta.url));
  const { stdout } = await promisify(execFile)('unshare', ['-m', process.execPath, scenario, base]);
  const steps: unknown = JSON.parse(stdout);
  expect(steps).toEqual({
    mounted: null,
    gone: expect.stringMatching(/volume “disk”, which isn’t connected/),
    goneAfterRestart: expect.stringMatching(/volume “disk”, which isn’t connected/),
    emptyFolderInItsPlace: expect.stringMatching(/isn’t connected/),
    back: null,
    readOnly: expect.stringMatching(/don’t have permission to write to that folder/),
    movedPermanently: null,
  });
});
