import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { FakeSwitches } from '../../tests/fake-ollama/src/types.ts';
import { fakePath } from '../../tests/ollama/fake-path.ts';
import { freePort } from '../../tests/ollama/free-port.ts';
import { startOllama } from '../../tests/ollama/start-ollama.ts';
import { portListeners } from '../os/port-listeners.ts';
import { allProcesses } from '../os/process-info.ts';
import { serverProcesses, superviseInTest } from './testing/supervised-fixture.ts';

test('starts, responds, and stops without leaving a process, a listener or a record', async () => {
  const { supervisor, server, waitFor, dataDir, port } = await superviseInTest();
  supervisor.setDesired('running');
  supervisor.setDesired('running');
  await waitFor('running');
  const { pid } = server();
  expect(server()).toMatchObject({ desired: 'running', baseUrl: `http://localhost:${port}/v1` });
  expect(supervisor.endpoint()).toEqual({ host: '127.0.0.1', port });
  expect(await portListeners(port)).toEqual([{ address: '127.0.0.1', pid }]);
  expect(await readdir(dataDir)).toContain('run.json');
  await expect.poll(() => server().program?.version).toBe('0.32.15');

  supervisor.setDesired('stopped');
  await waitFor('stopped');
  expect(await serverProcesses(pid)).toEqual([]);
  expect(await portListeners(port)).toEqual([]);
  expect(await readdir(dataDir)).not.toContain('run.json');
  expect(supervisor.endpoint()).toBeNull();
});

test('a restart replaces the process, and joins one in progress', async () => {
  const { supervisor, server, waitFor } = await superviseInTest();
  supervisor.setDesired('running');
  await waitFor('running');
  const first = server().pid;
  await Promise.all([supervisor.restart(), supervisor.restart()]);
  expect(server().actual.state).toBe('running');
  expect(server().pid).not.toBe(first);
  expect(await serverProcesses(first)).toEqual([]);
});

test('a stop during a slow start leaves nothing', async () => {
  const { supervisor, server, waitFor, port } = await superviseInTest({ fake: { startDelayMs: 60_000 } });
  supervisor.setDesired('running');
  await expect.poll(() => server().pid).not.toBeNull();
  const { pid } = server();
  supervisor.setDesired('stopped');
  await waitFor('stopped');
  expect(await serverProcesses(pid)).toEqual([]);
  expect(await portListeners(port)).toEqual([]);
});

test('an executable that can’t be found is shown as missing, and found once it exists', async () => {
  const home = await mkdtemp(join(tmpdir(), 'corral-supervisor-'));
  onTestFinished(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));
  const program = join(home, 'ollama');
  const { supervisor, server, waitFor } = await superviseInTest({ home, program });
  supervisor.setDesired('running');
  await waitFor('notInstalled');
  expect(server().actual).toEqual({ state: 'notInstalled', detail: program });
  await writeFile(program, `#!/bin/sh\nexec ${fakePath} "$@"\n`, { mode: 0o755 });
  supervisor.setDesired('running');
  await waitFor('running');
});

test('an external server is used, never stopped; when it goes away ours starts', async () => {
  const other = await startOllama();
  onTestFinished(() => other.stop());
  const { supervisor, server, waitFor, port } = await superviseInTest({ port: other.port });
  supervisor.setDesired('running');
  await waitFor('external');
  expect(server()).toMatchObject({ actual: { version: '0.32.15' }, pid: other.pid });
  expect(supervisor.endpoint()).toEqual({ host: '127.0.0.1', port });
  supervisor.setDesired('stopped');
  supervisor.setDesired('running');
  await supervisor.restart();
  expect((await fetch(`${other.baseUrl}/api/version`)).status).toBe(200);
  await other.stop();
  await waitFor('running');
});

test('an external server is used without an executable of our own, and shown while ours isn’t desired', async () => {
  const other = await startOllama();
  onTestFinished(() => other.stop());
  const missing = await superviseInTest({ port: other.port, program: '/nowhere/ollama' });
  missing.supervisor.setDesired('running');
  await missing.waitFor('external');
  const idle = await superviseInTest({ port: other.port });
  idle.supervisor.open('stopped');
  await idle.waitFor('external');
  expect(idle.server().desired).toBe('stopped');
  await other.stop();
  await idle.waitFor('stopped');
  await missing.waitFor('notInstalled');
});

test('another process on the port is named, and the port used once it is free', async () => {
  const port = await freePort();
  const other = createServer((_request, response) => response.end('hello'));
  await new Promise<void>((resolve) => {
    other.listen(port, '127.0.0.1', resolve);
  });
  const { supervisor, server, waitFor } = await superviseInTest({ port });
  supervisor.setDesired('running');
  await waitFor('portInUse');
  expect(server().actual).toMatchObject({ pid: process.pid });
  other.closeAllConnections();
  await new Promise((resolve) => {
    other.close(resolve);
  });
  await waitFor('running');
});

test('a restart uses the current plan, also when an external server has the old port', async () => {
  const other = await startOllama();
  onTestFinished(() => other.stop());
  const { supervisor, server, waitFor, plan } = await superviseInTest({ port: other.port });
  supervisor.setDesired('running');
  await waitFor('external');
  const port = await freePort();
  plan.current = { ...plan.current, bind: { host: '127.0.0.1', port }, publicPort: port };
  await supervisor.restart();
  expect(server()).toMatchObject({ actual: { state: 'running' }, port, baseUrl: `http://localhost:${port}/v1` });
});

test('a command during shutdown is ignored: nothing is left', async () => {
  const { supervisor, server, waitFor } = await superviseInTest({ fake: { ignoreSigterm: true } });
  supervisor.setDesired('running');
  await waitFor('running');
  const { pid } = server();
  const closed = supervisor.close();
  supervisor.setDesired('running');
  const restarted = supervisor.restart();
  await closed;
  await restarted;
  expect(server()).toMatchObject({ desired: 'stopped', actual: { state: 'stopped' } });
  expect(await serverProcesses(pid)).toEqual([]);
});

test('stops and starts in quick succession end in the last desired state, with one server', async () => {
  const { supervisor, server, waitFor, port } = await superviseInTest();
  for (let i = 0; i < 6; i += 1) {
    supervisor.setDesired('running');
    supervisor.setDesired('stopped');
    if (i % 2 === 0) void supervisor.restart();
  }
  supervisor.setDesired('running');
  await waitFor('running');
  expect(await portListeners(port)).toEqual([{ address: '127.0.0.1', pid: server().pid }]);
  const { pid } = server();
  await supervisor.close();
  expect(await serverProcesses(pid)).toEqual([]);
});

test('an executable that is being asked for its version doesn’t outlive Corral', async () => {
  const other = await startOllama();
  onTestFinished(() => other.stop());
  const home = await mkdtemp(join(tmpdir(), 'corral-supervisor-'));
  onTestFinished(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));
  const program = join(home, 'slow-ollama');
  await writeFile(program, '#!/bin/sh\nexec sleep 60.5\n', { mode: 0o755 });
  const { supervisor, waitFor } = await superviseInTest({ home, program, port: other.port });
  const children = async () =>
    (await allProcesses()).filter(({ ppid, args }) => ppid === process.pid && /60\.5/.test(args));
  supervisor.open('running');
  await waitFor('external');
  await expect.poll(async () => (await children()).length).toBe(1);
  await supervisor.close();
  expect(await children()).toEqual([]);
});

/** A plan with the server behind Corral, which has `ports` for it one after another. */
async function superviseBehindCorral(ports: readonly number[], fake: FakeSwitches = {}) {
  const left = [...ports];
  const home = await mkdtemp(join(tmpdir(), 'corral-supervisor-'));
  onTestFinished(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));
  const planned: { use: (port: number) => void } = { use: () => undefined };
  const supervised = await superviseInTest({
    home,
    fake,
    onRefusedPort: () => {
      writeFileSync(join(home, '.ollama', 'fake.json'), '{}');
      planned.use(left.shift() ?? 0);
    },
  });
  const { plan, store, server } = supervised;
  planned.use = (port) => {
    plan.current = { ...plan.current, bind: { host: '127.0.0.1', port } };
  };
  planned.use(left.shift() ?? 0);
  const states: string[] = [];
  store.subscribe(() => states.push(server().actual.state));
  return { ...supervised, states };
}

test('behind Corral, the server has a port of its own, and the one that clients use is shown', async () => {
  const own = await freePort();
  const { supervisor, server, waitFor, port } = await superviseBehindCorral([own]);
  supervisor.setDesired('running');
  await waitFor('running');
  expect(server()).toMatchObject({ port, innerPort: own, baseUrl: `http://localhost:${port}/v1` });
  expect(supervisor.endpoint()).toEqual({ host: '127.0.0.1', port: own });
  supervisor.setDesired('stopped');
  await waitFor('stopped');
  expect(server()).toMatchObject({ port, innerPort: null });
});

test('a port of the server’s own that is in use is left to its owner, and another one is used', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  const address = other.address();
  const taken = address !== null && typeof address === 'object' ? address.port : 0;
  const free = await freePort();
  const { supervisor, server, waitFor, refusedPorts } = await superviseBehindCorral([taken, free]);
  supervisor.setDesired('running');
  await waitFor('running');
  expect(refusedPorts).toEqual([taken]);
  expect(server()).toMatchObject({ innerPort: free, problems: [], runs: [{ end: null }] });
});

test('a port that was taken between the choice and the launch is no crash, and no problem', async () => {
  const ports = [await freePort(), await freePort()];
  const message = `Error: listen tcp 127.0.0.1:${ports[0]}: bind: address already in use`;
  const { supervisor, server, waitFor, refusedPorts, states } = await superviseBehindCorral(ports, {
    exitBeforeReady: { code: 1, message },
  });
  supervisor.setDesired('running');
  await waitFor('running');
  expect(refusedPorts).toEqual([ports[0]]);
  expect(server()).toMatchObject({ innerPort: ports[1], problems: [], runs: [{ end: null }] });
  expect(states).not.toContain('restarting');
});
