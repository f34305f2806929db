import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { eventually } from '../tests/eventually.ts';
import { electronLog } from './testing/fake-electron-fixture.ts';

vi.mock('electron', () => import('./testing/fake-electron-fixture.ts'));
// The package itself would look for Electron's runtime.
vi.mock('electron-store', () => ({ default: class {} }));

it('shows in a box which variable of the environment can’t be used, and quits', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'corral-main-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  vi.stubEnv('CORRAL_DATA_DIR', folder);
  vi.stubEnv('CORRAL_OLLAMA_PORT', '22x');
  const printed = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  await import('./main.ts');
  await eventually(() => expect(electronLog.calls).toContain('exit'));
  const line =
    'CORRAL_OLLAMA_PORT is "22x", which isn\'t a port number. Set it to a number from 1 to 65535, or unset it.';
  expect(electronLog.calls.find((call) => call.startsWith('showErrorBox'))).toContain(line);
  expect(printed.mock.calls.map(([text]) => text)).toEqual([`${line}\n`]);
  expect(electronLog.windows).toEqual([]);
  expect(await readdir(folder)).toEqual([]);
});
