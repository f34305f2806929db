import { readFile } from 'node:fs/promises';
import { contextBridge, ipcRenderer } from 'electron';
import { expect, it, vi } from 'vitest';

vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: vi.fn() },
  ipcRenderer: { on: vi.fn(), send: vi.fn() },
}));

it('exposes one function, which requests a port that arrives as a message of the page', async () => {
  const postMessage = vi.fn();
  vi.stubGlobal('window', { origin: 'app://corral', postMessage });
  await import('./preload.ts');
  expect(contextBridge.exposeInMainWorld).toHaveBeenCalledOnce();
  const [name, api] = vi.mocked(contextBridge.exposeInMainWorld).mock.lastCall ?? [];
  expect([name, Object.keys(api)]).toEqual(['corral', ['connect']]);
  api.connect();
  expect(vi.mocked(ipcRenderer.send).mock.calls).toEqual([['corral:connect']]);
  const [channel, onPort] = vi.mocked(ipcRenderer.on).mock.lastCall ?? [];
  const ports = ['a port'];
  Reflect.apply(onPort ?? (() => undefined), null, [{ ports }]);
  expect(channel).toBe('corral:port');
  expect(postMessage).toHaveBeenCalledWith('corral:port', 'app://corral', ports);
});

it('stays small', async () => {
  const source = await readFile(new URL('preload.ts', import.meta.url), 'utf8');
  expect(source.split('\n').length).toBeLessThan(40);
});
