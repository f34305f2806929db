import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { Settings } from '../../contract/settings.ts';
import { doublePath } from '../../tests/ollama/double-path.ts';
import { freePort } from '../../tests/ollama/free-port.ts';
import { startOllama } from '../../tests/ollama/start-ollama.ts';
import { initialSnapshot } from '../initial-snapshot.ts';
import { createServerLog } from '../logs/server-log.ts';
import { portListeners } from '../os/port-listeners.ts';
import { groupMembers } from '../os/process-info.ts';
import { createSnapshotStore } from '../snapshot/snapshot-store.ts';
import type { LaunchPlan } from './launch-plan.ts';
import { createSupervisor } from './supervisor.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'corral-supervisor-'));
  onTestFinished(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));
});

const setFake = async (switches: object): Promise<void> => {
  await mkdir(join(home, '.ollama'), { recursive: true });
  await writeFile(join(home, '.ollama', 'fake.json'), JSON.stringify(switches));
};

async function supervise({
  fake = {},
  program = doublePath,
  port,
}: {
  fake?: object;
  program?: string;
  port?: number;
} = {}) {
  await setFake(fake);
  const dataDir = join(home, 'data');
  await mkdir(dataDir, { recursive: true });
  const plan: LaunchPlan = {
    bind: { host: '127.0.0.1', port: port ?? (await freePort()) },
    ollamaPath: program,
    variables: {},
  };
  const store = createSnapshotStore(
    initialSnapshot({
      app: {
        version: '0',
        host: 'headless',
        platform: process.platform,
        dataDir,
        memoryBytes: 1,
        capabilities: { pickFile: false, revealFile: false, loginItem: false, quit: false },
        notices: [],
      },
      settings: Settings.parse({}),
      port: plan.bind.port,
    }),
  );
  const supervisor = createSupervisor({
    store,
    dataDir,
    env: { HOME: home, PATH: process.env.PATH },
    log: createServerLog(dataDir),
    launchPlan: () => Promise.resolve(plan),
    beforeBind: () => Promise.resolve(),
  });
  onTestFinished(() => supervisor.close());
  const server = () => store.get().server;
  const becomes = (state: string) => expect.poll(() => server().actual.state, { timeout: 15_000 }).toBe(state);
  return { supervisor, server, becomes, dataDir, port: plan.bind.port };
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

test('a server that keeps dying before it answers is given up, with its last words', async () => {
  const { supervisor, server, becomes } = await supervise({ fake: { dieBeforeReady: 1 } });
  supervisor.want('running');
  await becomes('restarting');
  const { actual } = server();
  expect(actual).toMatchObject({ cause: { kind: 'exitedBeforeReady', exitCode: 1 } });
  expect(actual.state === 'restarting' && actual.cause.lastLines.length).toBeGreaterThan(0);
  await setFake({});
  await becomes('running');
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

test('a server left behind by a host that was killed is ended before ours starts', async () => {
  const first = await supervise({ fake: { runnerAtStart: true } });
  first.supervisor.want('running');
  await first.becomes('running');
  const { pid } = first.server();
  // The second supervisor finds the record and the processes as a new host does after the first was killed.
  const second = await supervise({ fake: { runnerAtStart: true }, port: first.port });
  second.supervisor.want('running');
  await second.becomes('running');
  expect(await alive(pid)).toEqual([]);
  first.supervisor.want('stopped');
});
