import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { doublePath } from '../../tests/ollama/double-path.ts';
import { freePort } from '../../tests/ollama/free-port.ts';
import { startOllama } from '../../tests/ollama/start-ollama.ts';
import { portListeners } from '../os/port-listeners.ts';
import { groupMembers } from '../os/process-info.ts';
import { type Circumstances, setFake, superviseDouble } from './supervise-double.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'corral-supervisor-'));
  onTestFinished(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));
});

async function supervise(circumstances: Omit<Circumstances, 'home'> = {}) {
  const supervised = await superviseDouble({ home, ...circumstances });
  onTestFinished(() => supervised.supervisor.close());
  const state = () => supervised.server().actual.state;
  const becomes = (expected: string) => expect.poll(state, { timeout: 15_000 }).toBe(expected);
  return { ...supervised, becomes };
}

const alive = async (pid: number | null): Promise<number[]> => (pid === null ? [] : groupMembers(pid));

test('starts, answers, and stops without leaving a process, a listener or a record', async () => {
  const { supervisor, server, becomes, dataDir, port } = await supervise();
  supervisor.want('running');
  supervisor.want('running');
  await becomes('running');
  const { pid } = server();
  expect(server()).toMatchObject({ wanted: 'running', baseUrl: `http://localhost:${port}/v1` });
  expect(supervisor.endpoint()).toEqual({ host: '127.0.0.1', port });
  expect(await portListeners(port)).toEqual([{ address: '127.0.0.1', pid }]);
  expect(await readdir(dataDir)).toContain('run.json');
  await expect.poll(() => server().program?.version).toBe('0.32.15');

  supervisor.want('stopped');
  await becomes('stopped');
  expect(await alive(pid)).toEqual([]);
  expect(await portListeners(port)).toEqual([]);
  expect(await readdir(dataDir)).not.toContain('run.json');
  expect(supervisor.endpoint()).toBeNull();
});

test('a server that ignores SIGTERM is ended by force, its runners with it', async () => {
  const { supervisor, server, becomes } = await supervise({ fake: { ignoreSigterm: true, runnerAtStart: true } });
  supervisor.want('running');
  await becomes('running');
  const { pid } = server();
  await expect.poll(async () => (await alive(pid)).length).toBe(2);
  supervisor.want('stopped');
  await becomes('stopped');
  expect(await alive(pid)).toEqual([]);
});

test('kill -9 of the server: it is back at once, its orphaned runner is gone, and the problem is noted', async () => {
  const { supervisor, server, becomes } = await supervise({ fake: { runnerAtStart: true } });
  supervisor.want('running');
  await becomes('running');
  const first = server().pid;
  await expect.poll(async () => (await alive(first)).length).toBe(2);
  process.kill(first ?? 0, 'SIGKILL');
  await expect
    .poll(() => server().actual.state === 'running' && server().pid !== first, { timeout: 10_000 })
    .toBe(true);
  expect(await alive(first)).toEqual([]);
  expect(server().problems).toMatchObject([{ detail: 'The server was ended by SIGKILL.', resolved: true }]);
});

test('a restart replaces the process, and joins one under way', async () => {
  const { supervisor, server, becomes } = await supervise();
  supervisor.want('running');
  await becomes('running');
  const first = server().pid;
  await Promise.all([supervisor.restart(), supervisor.restart()]);
  expect(server().actual.state).toBe('running');
  expect(server().pid).not.toBe(first);
  expect(await alive(first)).toEqual([]);
});

test('a stop in the middle of a slow start leaves nothing', async () => {
  const { supervisor, server, becomes, port } = await supervise({ fake: { startDelayMs: 60_000 } });
  supervisor.want('running');
  await expect.poll(() => server().pid).not.toBeNull();
  const { pid } = server();
  supervisor.want('stopped');
  await becomes('stopped');
  expect(await alive(pid)).toEqual([]);
  expect(await portListeners(port)).toEqual([]);
});

test('a server that keeps dying is given up with its last words, and a person may try again', async () => {
  const { supervisor, server, becomes } = await supervise({
    fake: { dieBeforeReady: { code: 3, message: 'Error: out of luck' } },
  });
  supervisor.want('running');
  await becomes('failed');
  expect(server().actual).toMatchObject({
    cause: {
      kind: 'exitedBeforeReady',
      exitCode: 3,
      message: 'The server ended with exit code 3 before it answered: out of luck',
      lastLines: expect.arrayContaining(['Error: out of luck']),
    },
  });
  expect(server().problems.every(({ resolved }) => !resolved)).toBe(true);
  await setFake(home, {});
  supervisor.want('running');
  await becomes('running');
  expect(server().problems.every(({ resolved }) => resolved)).toBe(true);
});

test('a program that can’t be found is said to be missing, and found when it is there', async () => {
  const program = join(home, 'ollama');
  const { supervisor, server, becomes } = await supervise({ program });
  supervisor.want('running');
  await becomes('notInstalled');
  expect(server().actual).toEqual({ state: 'notInstalled', detail: program });
  await writeFile(program, `#!/bin/sh\nexec ${doublePath} "$@"\n`, { mode: 0o755 });
  supervisor.want('running');
  await becomes('running');
});

test('somebody else’s server is used, never ended; when it goes away ours starts', async () => {
  const other = await startOllama();
  onTestFinished(() => other.stop());
  const { supervisor, server, becomes, port } = await supervise({ port: other.port });
  supervisor.want('running');
  await becomes('external');
  expect(server()).toMatchObject({ actual: { version: '0.32.15' }, pid: other.pid });
  expect(supervisor.endpoint()).toEqual({ host: '127.0.0.1', port });
  supervisor.want('stopped');
  supervisor.want('running');
  await supervisor.restart();
  expect((await fetch(`${other.baseUrl}/api/version`)).status).toBe(200);
  await other.stop();
  await becomes('running');
});

test('somebody else’s server is used without a program of our own, and seen while none of ours is wanted', async () => {
  const other = await startOllama();
  onTestFinished(() => other.stop());
  const missing = await supervise({ port: other.port, program: '/nowhere/ollama' });
  missing.supervisor.want('running');
  await missing.becomes('external');
  const idle = await supervise({ port: other.port });
  idle.supervisor.want('stopped');
  await idle.becomes('external');
  expect(idle.server().wanted).toBe('stopped');
  await other.stop();
  await idle.becomes('stopped');
  await missing.becomes('notInstalled');
});

test('a port that something else holds is named, and used once it is free', async () => {
  const port = await freePort();
  const holder = createServer((_request, response) => response.end('hello'));
  await new Promise<void>((resolve) => {
    holder.listen(port, '127.0.0.1', resolve);
  });
  const { supervisor, server, becomes } = await supervise({ port });
  supervisor.want('running');
  await becomes('portTaken');
  expect(server().actual).toMatchObject({ pid: process.pid });
  holder.closeAllConnections();
  await new Promise((resolve) => {
    holder.close(resolve);
  });
  await becomes('running');
});

test('a restart goes by the plan of now, also when somebody else’s server has the old port', async () => {
  const other = await startOllama();
  onTestFinished(() => other.stop());
  const { supervisor, server, becomes, plan } = await supervise({ port: other.port });
  supervisor.want('running');
  await becomes('external');
  const port = await freePort();
  plan.current = { ...plan.current, bind: { host: '127.0.0.1', port } };
  await supervisor.restart();
  expect(server()).toMatchObject({ actual: { state: 'running' }, port, baseUrl: `http://localhost:${port}/v1` });
});

test('an address that this machine does not have is said to be the cause', async () => {
  const { supervisor, server, becomes, plan } = await supervise();
  plan.current = { ...plan.current, bind: { ...plan.current.bind, host: '192.0.2.7' } };
  supervisor.want('running');
  await becomes('restarting');
  expect(server().actual).toMatchObject({ cause: { kind: 'addressUnavailable' } });
});

test('a program that can’t be executed after all is a plain failure', async () => {
  const program = join(home, 'ollama');
  await writeFile(program, '#!/nowhere/interpreter\n', { mode: 0o755 });
  const { supervisor, server, becomes, dataDir } = await supervise({ program });
  supervisor.want('running');
  await becomes('failed');
  expect(server().actual).toMatchObject({ cause: { kind: 'spawnFailed' } });
  expect(await readdir(dataDir)).not.toContain('run.json');
});

test('stop and start again and again in quick succession end in what was wanted last, with one server', async () => {
  const { supervisor, server, becomes, port } = await supervise();
  for (let i = 0; i < 6; i += 1) {
    supervisor.want('running');
    supervisor.want('stopped');
    if (i % 2 === 0) void supervisor.restart();
  }
  supervisor.want('running');
  await becomes('running');
  expect(await portListeners(port)).toEqual([{ address: '127.0.0.1', pid: server().pid }]);
  const { pid } = server();
  await supervisor.close();
  expect(await alive(pid)).toEqual([]);
});
