import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../tests/ollama/free-port.ts';
import { startOllama } from '../../tests/ollama/start-ollama.ts';
import { startOllamaApp } from '../../tests/ollama/start-ollama-app.ts';
import { processInfo } from '../os/process-info.ts';
import { findServer } from './port/port-owner.ts';
import { watchOllamaApp } from './port/watch-ollama-app.ts';
import { watchPortConflicts } from './port/watch-port-conflicts.ts';
import { createServerControl } from './server-control.ts';
import { serverProcesses, superviseInTest } from './testing/supervised-fixture.ts';

test('the Ollama app is recognized, and asked to quit when a person takes over its port', async () => {
  const port = await freePort();
  const app = startOllamaApp(port);
  onTestFinished(() => app.stop());
  await expect.poll(() => findServer({ host: '127.0.0.1', port })).not.toBeNull();
  const { supervisor, server, waitFor } = await superviseInTest({ port });
  supervisor.open('running');
  await waitFor('external');
  expect(server().actual).toMatchObject({ owner: 'ollamaApp', canTakeOver: true });
  await supervisor.takeOver(server().pid ?? 0);
  expect(server().actual.state).toBe('running');
  expect(app.hasQuit()).toBe(true);
});

test('a server that was started manually is asked to quit, and ours takes its place', async () => {
  const other = await startOllama();
  onTestFinished(() => other.stop());
  const { supervisor, server, waitFor } = await superviseInTest({ port: other.port });
  supervisor.open('running');
  await waitFor('external');
  await supervisor.takeOver(other.pid);
  expect(server().actual.state).toBe('running');
  expect(server().pid).not.toBe(other.pid);
  expect(other.events().filter(({ event }) => event === 'signal')).toMatchObject([{ signal: 'SIGTERM' }]);
});

test('one that doesn’t quit stays as it is: nothing that isn’t ours is killed', { timeout: 30_000 }, async () => {
  const other = await startOllama({ fake: { ignoreSigterm: true } });
  onTestFinished(() => other.stop());
  const { supervisor, server, waitFor } = await superviseInTest({ port: other.port });
  supervisor.open('running');
  await waitFor('external');
  await expect(supervisor.takeOver(other.pid)).rejects.toMatchObject({
    code: 'TAKE_OVER_FAILED',
    data: { reason: expect.stringContaining('hasn’t quit after 10 s') },
  });
  expect(await processInfo(other.pid)).not.toBeNull();
  expect(server().actual.state).toBe('external');
});

test('requested twice at once, ours is started once', async () => {
  const other = await startOllama();
  onTestFinished(() => other.stop());
  const { supervisor, store, server, waitFor } = await superviseInTest({ port: other.port });
  supervisor.open('running');
  await waitFor('external');
  const seen = new Set<string>();
  store.subscribe(() => seen.add(server().actual.state));
  await Promise.all([supervisor.takeOver(other.pid), supervisor.takeOver(other.pid)]);
  expect(server().runs).toMatchObject([{ end: null }]);
  expect(server().actual.state).toBe('running');
  expect(seen).not.toContain('stopping');
});

test('only the process that was shown is asked to quit', async () => {
  const other = await startOllama();
  onTestFinished(() => other.stop());
  const bystander = spawn('sleep', ['60'], { stdio: 'ignore' });
  onTestFinished(() => {
    bystander.kill('SIGKILL');
  });
  const { supervisor, waitFor } = await superviseInTest({ port: other.port });
  supervisor.open('running');
  await waitFor('external');
  await supervisor.takeOver(bystander.pid ?? 0);
  await waitFor('external');
  expect(await processInfo(bystander.pid ?? 0)).not.toBeNull();
  expect(await processInfo(other.pid)).not.toBeNull();
});

test('a process that isn’t Ollama can be asked to quit as well', async () => {
  const port = await freePort();
  const script = `require('node:http').createServer().listen(${port}, '127.0.0.1', () => console.log('listens'))`;
  const other = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => {
    other.kill('SIGKILL');
  });
  await once(other.stdout, 'data');
  const { supervisor, server, waitFor } = await superviseInTest({ port });
  supervisor.open('running');
  await waitFor('portInUse');
  expect(server().actual).toMatchObject({ pid: other.pid, canTakeOver: true });
  await supervisor.takeOver(other.pid ?? 0);
  expect(server().actual.state).toBe('running');
});

test('stopped by the Ollama app: that is named, not counted as a crash, and the app’s server is used', async () => {
  const { supervisor, server, waitFor, port } = await superviseInTest();
  supervisor.open('running');
  await waitFor('running');
  const { pid } = server();
  const app = startOllamaApp(port, [pid ?? 0]);
  onTestFinished(() => app.stop());
  await waitFor('restarting');
  expect(server().actual).toMatchObject({ cause: { kind: 'stoppedByOllamaApp' } });
  await waitFor('external');
  expect(server().actual).toMatchObject({ owner: 'ollamaApp' });
  expect(server().problems[0]?.title).toBe('The Ollama app stopped the server');
  expect(await serverProcesses(pid)).toEqual([]);
  await app.stop();
  await waitFor('running');
});

test('the app that can’t have the port, because Corral has it, is shown for as long as it runs, and can be asked to quit', async () => {
  const publicPort = createServer().listen(0, '127.0.0.1');
  await once(publicPort, 'listening');
  onTestFinished(() => void publicPort.close());
  const { supervisor, store, server, waitFor } = await superviseInTest();
  const appWatch = watchOllamaApp(store);
  onTestFinished(appWatch.close);
  const settings = { update: () => Promise.reject(new Error('not called')) };
  const currentWork = async () => ({ activeRequests: 0, keyedRequests: 0, pulls: [] });
  const control = createServerControl({ store, supervisor, settings, currentWork, appWatch });
  onTestFinished(control.close);
  supervisor.open('running');
  await waitFor('running');
  const { pid } = server();
  const { port } = publicPort.address() as AddressInfo;
  const app = startOllamaApp(port, [pid ?? 0]);
  onTestFinished(() => app.stop());
  await expect.poll(() => server().ollamaApp).toEqual({ pid: app.pid });
  await waitFor('running');
  expect(server().runs).toMatchObject([{ end: null }, { pid, end: { kind: 'stoppedByOllamaApp' } }]);
  // It doesn't terminate anything anymore, so that this is somebody else's doing.
  await expect.poll(() => app.failures()).toBeGreaterThan(1);
  process.kill(server().pid ?? 0, 'SIGTERM');
  await waitFor('stopped');
  expect(server()).toMatchObject({ ollamaApp: null, runs: [{ end: { kind: 'stoppedByOther' } }, {}] });
  supervisor.setDesired('running');
  await waitFor('running');
  expect(server().ollamaApp).toEqual({ pid: app.pid });
  await control.quitOllamaApp();
  expect(app.hasQuit()).toBe(true);
  expect(server().ollamaApp).toBeNull();
  expect(server().actual.state).toBe('running');
});

test.each(['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP'] as const)(
  'a server that another process stopped with %s stays down, with nothing left, until a person starts it',
  async (signal) => {
    const { supervisor, server, waitFor } = await superviseInTest({ fake: { strayRunner: true } });
    supervisor.open('running');
    await waitFor('running');
    const { pid } = server();
    await expect.poll(async () => (await serverProcesses(pid)).length).toBe(2);
    for (const member of await serverProcesses(pid)) process.kill(member, signal);
    await waitFor('stopped');
    expect(server()).toMatchObject({ desired: 'stopped', pid: null, actual: { byOther: { at: expect.any(Number) } } });
    expect(server().runs).toMatchObject([{ pid, end: { kind: 'stoppedByOther' } }]);
    expect(server().problems).toMatchObject([{ title: 'Another process stopped the server', resolved: false }]);
    expect(await serverProcesses(pid)).toEqual([]);
    supervisor.setDesired('running');
    await waitFor('running');
    expect(server().problems).toMatchObject([{ resolved: true }]);
  },
);

test('a signal that arrives before the server is ready is heeded too', async () => {
  const { supervisor, server, waitFor } = await superviseInTest({ fake: { startDelayMs: 60_000 } });
  supervisor.open('running');
  await expect.poll(() => server().pid).not.toBeNull();
  process.kill(server().pid ?? 0, 'SIGTERM');
  await waitFor('stopped');
  expect(server()).toMatchObject({ desired: 'stopped', actual: { byOther: {} } });
});

test('another process’s socket on another address of the port is shown', async () => {
  const { supervisor, store, waitFor, port } = await superviseInTest();
  supervisor.open('running');
  await waitFor('running');
  const script = `require('node:net').createServer().listen(${port}, '127.0.0.3', () => console.log('listens'))`;
  const other = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => {
    other.kill('SIGKILL');
  });
  await once(other.stdout, 'data');
  const watch = watchPortConflicts(store);
  onTestFinished(() => watch.close());
  await watch.check();
  await expect.poll(() => store.get().server.portConflicts).toMatchObject([{ address: '127.0.0.3', pid: other.pid }]);
  supervisor.setDesired('stopped');
  await waitFor('stopped');
  expect(store.get().server.portConflicts).toEqual([]);
});
