import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { contract } from '../contract/contract.ts';
import { eventually } from '../tests/eventually.ts';
import { app, electronLog, ipcMain, powerMonitor } from './testing/fake-electron-fixture.ts';

vi.mock('electron', () => import('./testing/fake-electron-fixture.ts'));

/** electron-store is conf with another name for its file's name; the package itself would look for Electron's runtime. */
vi.mock('electron-store', async () => {
  const { default: Conf } = await import('conf');
  return {
    default: class extends Conf {
      constructor({ name, ...options }: { name: string; cwd: string }) {
        super({ ...options, configName: name });
      }
    },
  };
});

const state = { folder: '' };

beforeAll(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'corral-main-'));
  vi.stubEnv('CORRAL_DATA_DIR', state.folder);
  // Nothing is started: this tests the host.
  vi.stubEnv('CORRAL_OLLAMA', join(state.folder, 'none'));
  await import('./main.ts');
  await eventually(() => expect(electronLog.windows).toHaveLength(1));
});

afterAll(() => rm(state.folder, { recursive: true }));

it('takes the lock first, and registers the scheme before Electron is ready', () => {
  const order = electronLog.calls.filter((step) => /^(setPath|lock|scheme|ready|handle|refuse)/.test(step));
  expect(order).toEqual([
    `setPath userData ${join(state.folder, 'electron')}`,
    'lock',
    'scheme app',
    'ready',
    'refusePermissions',
    'handle app',
  ]);
});

it('shows its window, menu bar and tray', () => {
  expect(electronLog.windows[0]?.urls).toEqual(['app://corral/#/server']);
  expect(electronLog.calls).toContain('applicationMenu');
  expect(electronLog.menus.at(-1)?.some(({ label }) => label === 'Quit Corral')).toBe(true);
});

it('serves /v1 from core under its protocol', async () => {
  const response = await electronLog.handlers.get('app')?.(new Request('app://corral/v1/models'));
  expect(response?.status).toBe(503);
  expect(await response?.json()).toMatchObject({ error: { message: expect.any(String) } });
});

it('connects its page’s calls, and the tray follows the state', async () => {
  const postMessage = vi.fn();
  ipcMain.emit('corral:connect', { senderFrame: { origin: 'app://corral', parent: null, postMessage } });
  const [, , [port]] = postMessage.mock.lastCall ?? [];
  const client: ContractRouterClient<typeof contract> = createORPCClient(new RPCLink({ port }));
  port.start();
  const changes = await client.snapshot.watch();
  const { value } = await changes.next();
  expect(value).toMatchObject({ full: { app: { host: 'desktop', capabilities: { pickFile: true, quit: true } } } });
  await client.settings.update({ openAtLogin: false });
  await eventually(() => expect(electronLog.menus.at(-1)?.[0]?.label).toBe('Not installed'));
  port.close();
});

it('refreshes when the computer wakes or is unlocked', () => {
  for (const event of ['resume', 'unlock-screen']) expect(powerMonitor.emit(event)).toBe(true);
});

it('releases the data folder before it exits', async () => {
  expect(await readdir(state.folder)).toContain('host.lock');
  app.quit();
  expect(electronLog.exit).not.toHaveBeenCalled();
  await eventually(() => expect(electronLog.exit).toHaveBeenCalledOnce());
  expect(await readdir(state.folder)).not.toContain('host.lock');
  expect(electronLog.calls).toContain('removeTray');
});
