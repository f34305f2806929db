import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../tests/ollama/free-port.ts';
import { portListeners } from '../os/port-listeners.ts';
import { setFake } from './testing/supervise-fake-fixture.ts';
import { serverProcesses, superviseInTest } from './testing/supervised-fixture.ts';

test('a server that ignores SIGTERM is killed, with its runners', async () => {
  const { supervisor, server, waitFor } = await superviseInTest({ fake: { ignoreSigterm: true, strayRunner: true } });
  supervisor.setDesired('running');
  await waitFor('running');
  const { pid } = server();
  await expect.poll(async () => (await serverProcesses(pid)).length).toBe(2);
  supervisor.setDesired('stopped');
  await waitFor('stopped');
  expect(await serverProcesses(pid)).toEqual([]);
});

test('kill -9 of the server: it is restarted at once, its orphaned runner is gone, and the problem is listed', async () => {
  const { supervisor, server, waitFor } = await superviseInTest({ fake: { strayRunner: true } });
  supervisor.setDesired('running');
  await waitFor('running');
  const first = server().pid;
  await expect.poll(async () => (await serverProcesses(first)).length).toBe(2);
  process.kill(first ?? 0, 'SIGKILL');
  await expect.poll(() => server().actual.state === 'running' && server().pid !== first).toBe(true);
  expect(await serverProcesses(first)).toEqual([]);
  expect(server().problems).toMatchObject([{ detail: 'The server was terminated by SIGKILL.', resolved: true }]);
});

test('a server that is never ready is stopped, and started again', async () => {
  const { home, supervisor, server, waitFor, port } = await superviseInTest({
    fake: { neverReady: true, strayRunner: true },
    readinessTimeoutMs: 2_000,
  });
  supervisor.setDesired('running');
  await expect.poll(() => server().pid).not.toBeNull();
  const { pid } = server();
  await waitFor('restarting');
  expect(server().actual).toMatchObject({
    cause: { kind: 'neverReady', message: 'The server started but didn’t respond within 2 s.' },
  });
  expect(await serverProcesses(pid)).toEqual([]);
  await setFake(home, {});
  await waitFor('running');
  expect(await portListeners(port)).toEqual([{ address: '127.0.0.1', pid: server().pid }]);
});

test('a suspended server is stopped like any other', async () => {
  const { supervisor, server, waitFor } = await superviseInTest({ fake: { strayRunner: true } });
  supervisor.setDesired('running');
  await waitFor('running');
  const { pid } = server();
  process.kill(pid ?? 0, 'SIGSTOP');
  await supervisor.close();
  expect(server().actual).toEqual({ state: 'stopped' });
  expect(await serverProcesses(pid)).toEqual([]);
});

test('after a server has crashed repeatedly its last lines are shown, and a person may try again', async () => {
  const { home, supervisor, server, waitFor } = await superviseInTest({
    fake: { exitBeforeReady: { code: 3, message: 'Error: out of luck' } },
  });
  supervisor.setDesired('running');
  await waitFor('failed');
  expect(server().actual).toMatchObject({
    cause: {
      kind: 'exitedBeforeReady',
      exitCode: 3,
      message: 'The server quit with exit code 3 before it was ready: out of luck.',
      lastLines: expect.arrayContaining(['Error: out of luck']),
    },
  });
  expect(server().problems[0]).toMatchObject({ title: 'The server couldn’t start', resolved: false });
  await setFake(home, {});
  supervisor.setDesired('running');
  await waitFor('running');
  expect(server().problems.every(({ resolved }) => resolved)).toBe(true);
});

test('a panic before thousands of lines of stacks is named, and shown from its beginning', async () => {
  const stacks = Array.from({ length: 3_000 }, (_, index) => `\tgithub.com/ollama/ollama/x.go:${index} +0x1d4`);
  const panic = "panic: bad origin: origins must contain '*' or include http://,https://";
  const message = [panic, '', 'goroutine 1 [running]:', ...stacks].join('\n');
  const { supervisor, server, waitFor } = await superviseInTest({ fake: { exitBeforeReady: { code: 2, message } } });
  supervisor.setDesired('running');
  await waitFor('restarting');
  const { actual } = server();
  expect(actual).toMatchObject({ cause: { kind: 'originsInvalid', exitCode: 2 } });
  const { lastLines } = 'cause' in actual ? actual.cause : { lastLines: [] };
  expect(lastLines.slice(0, 2)).toEqual([panic, 'goroutine 1 [running]:']);
  expect(lastLines.at(-1)).toBe(stacks.at(-1));
  expect(lastLines.length).toBeLessThanOrEqual(81);
});

test('an address that this computer doesn’t have is shown as the cause', async () => {
  const { supervisor, server, waitFor, plan } = await superviseInTest();
  plan.current = { ...plan.current, bind: { ...plan.current.bind, host: '192.0.2.7' } };
  supervisor.setDesired('running');
  await waitFor('restarting');
  expect(server().actual).toMatchObject({ cause: { kind: 'addressUnavailable' } });
});

test('a port of its own that somebody takes just before the server is neither a failure nor a run', async () => {
  const inUse = { code: 1, message: 'Error: listen tcp 127.0.0.1:1: bind: address already in use' };
  const { home, supervisor, store, server, waitFor, plan, refusedPorts } = await superviseInTest({
    fake: { exitBeforeReady: inUse },
  });
  const bind = { host: '127.0.0.1', port: await freePort() };
  plan.current = { ...plan.current, bind };
  const seen = new Set<string>();
  store.subscribe(() => {
    seen.add(server().actual.state);
    if (refusedPorts.length > 0) void setFake(home, {});
  });
  supervisor.open('running');
  await waitFor('running');
  expect(refusedPorts[0]).toBe(bind.port);
  expect([...seen]).toEqual(['starting', 'running']);
  expect(server()).toMatchObject({ problems: [], innerPort: bind.port, runs: [{ end: null }] });
  expect(server().runs).toHaveLength(1);
});

test('an executable that turns out not to be one is a failure, and leaves no record', async () => {
  const home = await mkdtemp(join(tmpdir(), 'corral-supervisor-'));
  onTestFinished(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));
  const program = join(home, 'ollama');
  await writeFile(program, '#!/nowhere/interpreter\n', { mode: 0o755 });
  const { supervisor, server, waitFor, dataDir } = await superviseInTest({ home, program });
  supervisor.setDesired('running');
  await waitFor('failed');
  expect(server().actual).toMatchObject({ cause: { kind: 'notExecutable' } });
  expect(await readdir(dataDir)).not.toContain('run.json');
});

test('a server whose models folder is unavailable waits, and starts when it is available', async () => {
  const { supervisor, server, waitFor, folder, port } = await superviseInTest();
  folder.problem = 'The disk “Models” isn’t connected.';
  supervisor.open('running');
  await waitFor('failed');
  expect(server().actual).toMatchObject({ cause: { kind: 'modelsFolderUnavailable', message: folder.problem } });
  expect(server().runs).toEqual([]);
  expect(await portListeners(port)).toEqual([]);
  folder.problem = null;
  await waitFor('running');
});

test('a running server whose models folder becomes unavailable is stopped, so that it creates no empty folder', async () => {
  const { supervisor, server, waitFor, folder } = await superviseInTest({
    folderTiming: { pollIntervalMs: 100, recheckDelayMs: 100 },
  });
  supervisor.open('running');
  await waitFor('running');
  const { pid } = server();
  folder.problem = 'The disk “Models” isn’t connected.';
  await waitFor('failed');
  expect(server().actual).toMatchObject({ cause: { kind: 'modelsFolderUnavailable', message: folder.problem } });
  expect(await serverProcesses(pid)).toEqual([]);
  expect(server().runs).toMatchObject([{ pid, end: { kind: 'modelsFolderUnavailable' } }]);
});
