import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { eventually } from '../tests/eventually.ts';

vi.mock('electron', () => import('./testing/fake-electron-fixture.ts'));
vi.mock('electron-store', () => ({ default: class {} }));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'corral-main-'));
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.stubEnv('CORRAL_OLLAMA', join(folder, 'none'));
  onTestFinished(() => {
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true, force: true });
  });
});

/** A main process of its own, with the Electron that it uses. */
async function start(dataDir: string, whenReady?: () => Promise<void>) {
  vi.stubEnv('CORRAL_DATA_DIR', dataDir);
  vi.resetModules();
  const { app, electronLog } = await vi.importMock<typeof import('./testing/fake-electron-fixture.ts')>('electron');
  app.removeAllListeners();
  electronLog.calls.splice(0);
  electronLog.exit.mockClear();
  if (whenReady) vi.spyOn(app, 'whenReady').mockImplementation(whenReady);
  await import('./main.ts');
  return { app, electronLog };
}

it('shows a box with the path and what to do when the lock can’t be read, and exits', async () => {
  mkdirSync(join(folder, 'host.lock'));
  const { electronLog } = await start(folder);
  await eventually(() => expect(electronLog.calls).toContain('exit'));
  expect(electronLog.calls.filter((call) => call.startsWith('showErrorBox'))).toEqual([
    `showErrorBox Corral can’t start Another Corral may be using this data folder: ${join(folder, 'host.lock')} is a folder. ` +
      'Make sure that none is running, then delete it.',
  ]);
  expect(process.stderr.write).toHaveBeenCalledOnce();
});

it('shows a box when the data folder is a file, and gives Chromium another folder to show it', async () => {
  writeFileSync(join(folder, 'file'), '');
  const { electronLog } = await start(join(folder, 'file'));
  await eventually(() => expect(electronLog.calls).toContain('exit'));
  const box = electronLog.calls.find((call) => call.startsWith('showErrorBox'));
  expect(box).toContain(`Can’t use the data folder: ENOTDIR`);
  expect(electronLog.calls.filter((call) => call.startsWith('setPath'))).not.toContain(
    `setPath userData ${join(folder, 'file', 'electron')}`,
  );
});

it('moves a file aside that is in the place of Chromium’s folder, and a quit before the window releases the lock', async () => {
  writeFileSync(join(folder, 'electron'), '');
  const ready = Promise.withResolvers<void>();
  const { app, electronLog } = await start(folder, () => ready.promise);
  await eventually(() => expect(readdirSync(folder)).toContain('corral.db'));
  expect(readdirSync(folder)).toContainEqual(expect.stringMatching(/^electron\.broken-/));
  expect(readdirSync(folder)).toContain('host.lock');
  app.quit();
  await eventually(() => expect(electronLog.exit).toHaveBeenCalled());
  ready.resolve();
  await new Promise(setImmediate);
  expect(readdirSync(folder)).not.toContain('host.lock');
  expect(electronLog.calls.filter((call) => /^(showErrorBox|handle)/.test(call))).toEqual([]);
});
