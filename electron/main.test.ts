import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { contract } from '../contract/contract.ts';
import { eventually } from '../tests/eventually.ts';
import { app, happened, ipcMain, powerMonitor } from './testing/fake-electron-fixture.ts';

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
  // Nothing is started: this is about the host.
  vi.stubEnv('CORRAL_OLLAMA', join(state.folder, 'none'));
  await import('./main.ts');
  await eventually(() => expect(happened.windows).toHaveLength(1));
});

afterAll(() => rm(state.folder, { recursive: true }));

it('takes the lock first, and does before Electron is ready what has to be done by then', () => {
  const order = happened.done.filter((step) => /^(setPath|lock|scheme|ready|handle|refuse)/.test(step));
  expect(order).toEqual([
    `setPath userData ${join(state.folder, 'electron')}`,
    'lock',
    'scheme app',
    'ready',
    'refusePermissions',
    'handle app',
  ]);
});

it('shows its window, with the menu bar and the tray in place', () => {
  expect(happened.windows[0]?.urls).toEqual(['app://corral/#/server']);
  expect(happened.done).toContain('applicationMenu');
  expect(happened.menus.at(-1)?.some(({ label }) => label === 'Quit Corral')).toBe(true);
});

it('answers the pages from its protocol and /v1 from core', async () => {
  const answer = await happened.handlers.get('app')?.(new Request('app://corral/v1/models'));
  expect(answer?.status).toBe(503);
  expect(await answer?.json()).toMatchObject({ error: { message: expect.any(String) } });
});

it('carries the calls of its page, and the tray follows the state', async () => {
  const postMessage = vi.fn();
  ipcMain.emit('corral:connect', { senderFrame: { origin: 'app://corral', parent: null, postMessage } });
  const [, , [port]] = postMessage.mock.lastCall ?? [];
  const client: ContractRouterClient<typeof contract> = createORPCClient(new RPCLink({ port }));
  port.start();
  const changes = await client.snapshot.watch();
  const { value } = await changes.next();
  expect(value).toMatchObject({ full: { app: { host: 'desktop', capabilities: { pickFile: true, quit: true } } } });
  await client.settings.update({ openAtLogin: false });
  await eventually(() => expect(happened.menus.at(-1)?.[0]?.label).toBe('Not installed'));
  port.close();
});

it('looks around when the machine wakes or is unlocked', () => {
  for (const event of ['resume', 'unlock-screen']) expect(powerMonitor.emit(event)).toBe(true);
});

it('gives the data folder free before it is gone', async () => {
  expect(await readdir(state.folder)).toContain('host.lock');
  app.quit();
  expect(happened.gone).not.toHaveBeenCalled();
  await eventually(() => expect(happened.gone).toHaveBeenCalledOnce());
  expect(await readdir(state.folder)).not.toContain('host.lock');
  expect(happened.done).toContain('removeTray');
});
