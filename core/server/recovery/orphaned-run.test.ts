import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { readEvents } from '../../../tests/ollama/fake-events.ts';
import { freePort } from '../../../tests/ollama/free-port.ts';
import { portListeners } from '../../os/port-listeners.ts';
import { groupMembers, processInfo } from '../../os/process-info.ts';
import { processesWriting } from '../../os/processes-writing.ts';
import { type RunRecord, readRunRecord, writeRunRecord } from '../run/run-record.ts';
import { superviseFake } from '../testing/supervise-fake-fixture.ts';
import { terminateOrphanedRun } from './orphaned-run.ts';

function onDamaged(): void {
  throw new Error('nothing here is damaged');
}

let home: string;
let dataDir: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'corral-orphan-'));
  dataDir = join(home, 'data');
  await mkdir(dataDir);
  onTestFinished(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));
});

/** A host in a process of its own that starts the server, so that it can be killed. It reports when it has begun. */
async function startHost(port: number): Promise<ChildProcess> {
  const script = `
    import { superviseFake } from ${JSON.stringify(new URL('../testing/supervise-fake-fixture.ts', import.meta.url).href)};
    const { supervisor } = await superviseFake({ home: process.argv[1], port: ${port}, fake: { strayRunner: true } });
    setInterval(() => undefined, 1000);
    supervisor.open('running');
    console.log('started');
  `;
  const args = ['--no-warnings', '--input-type=module', '-e', script, home];
  const host = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => {
    host.kill('SIGKILL');
  });
  await once(host.stdout, 'data');
  return host;
}

async function kill(host: ChildProcess): Promise<void> {
  host.kill('SIGKILL');
  await once(host, 'exit');
}

/** The processes that are left of every server of this home, and of what it started. */
async function remains(): Promise<number[]> {
  const logs = await readdir(join(dataDir, 'logs')).catch(() => []);
  const writers = await Promise.all(logs.map((name) => processesWriting(join(dataDir, 'logs', name))));
  const started = readEvents(home).flatMap(({ event, pid }) =>
    event === 'start' && typeof pid === 'number' ? [pid] : [],
  );
  const members = await Promise.all(started.map(groupMembers));
  return [...writers.flat(), ...members.flat()];
}

/** The record once the server and its runner are up. */
async function whenServing(): Promise<{ pid: number; runner: number }> {
  await expect.poll(() => readEvents(home).some(({ event }) => event === 'ready')).toBe(true);
  const pid = (await readRunRecord({ dataDir, onDamaged }))?.pid ?? 0;
  await expect.poll(async () => (await groupMembers(pid)).length).toBe(2);
  return { pid, runner: (await groupMembers(pid)).find((member) => member !== pid) ?? 0 };
}

/** A server whose host was killed: its port and its pid. */
async function startOrphan(): Promise<{ port: number; pid: number }> {
  const port = await freePort();
  const host = await startHost(port);
  const { pid } = await whenServing();
  await kill(host);
  return { port, pid };
}

/** The next host; it is closed at the end of the test. */
async function nextHost(port: number) {
  const next = await superviseFake({ home, port });
  onTestFinished(() => next.supervisor.close());
  return next;
}

test('an orphan of a killed host is adopted, and can be stopped', async () => {
  const { port, pid } = await startOrphan();
  const next = await nextHost(port);
  next.supervisor.open('running');
  await expect.poll(() => next.server().actual.state).toBe('running');
  expect(next.server()).toMatchObject({ pid, runs: [{ pid, adopted: true, end: null }] });
  expect(await portListeners(port)).toEqual([{ address: '127.0.0.1', pid }]);
  await next.supervisor.close();
  expect(await remains()).toEqual([]);
  expect(await readRunRecord({ dataDir, onDamaged })).toBeNull();
});

test('it is adopted and can be stopped even where no record can be written or removed', async () => {
  const { port, pid } = await startOrphan();
  // A folder in place of the temporary file has the effect of a full disk.
  await mkdir(join(dataDir, `run.json.${process.pid}.tmp`));

  const next = await superviseFake({ home, port });
  onTestFinished(() => next.supervisor.close());
  next.supervisor.open('running');
  await expect.poll(() => next.server().actual.state).toBe('running');
  expect(next.server()).toMatchObject({ pid, runs: [{ pid, adopted: true }] });
  await rm(join(dataDir, 'run.json'));
  await mkdir(join(dataDir, 'run.json'));
  next.supervisor.setDesired('stopped');
  await expect.poll(() => next.server().actual.state).toBe('stopped');
  expect(await remains()).toEqual([]);
});

test('it is also adopted when none would be started, and not taken for an external one', async () => {
  const { port, pid } = await startOrphan();
  const next = await nextHost(port);
  next.supervisor.open('stopped');
  await expect.poll(() => next.server().actual.state).toBe('running');
  expect(next.server()).toMatchObject({ desired: 'running', pid });
});

test('an adopted server that crashes is restarted, its runners gone', async () => {
  const { port, pid } = await startOrphan();
  const next = await nextHost(port);
  next.supervisor.open('running');
  await expect.poll(() => next.server().actual.state).toBe('running');
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => next.server().actual.state === 'running' && next.server().pid !== pid).toBe(true);
  expect(await groupMembers(pid)).toEqual([]);
  expect(next.server().runs[1]).toMatchObject({
    pid,
    adopted: true,
    end: { message: 'The server quit unexpectedly.' },
  });
});

test.each([
  ['on another address', { bind: { host: '127.0.0.2' } }],
  ['with other settings', { variables: { OLLAMA_KEEP_ALIVE: '1h' } }],
])('an orphan is replaced where ours is to run %s', async (_what, change) => {
  const { port, pid } = await startOrphan();
  const next = await nextHost(port);
  const bind = { ...next.plan.current.bind, ...('bind' in change ? change.bind : {}) };
  next.plan.current = { ...next.plan.current, ...change, bind };
  next.supervisor.open('running');
  await expect.poll(() => next.server().actual.state).toBe('running');
  expect(await groupMembers(pid)).toEqual([]);
  expect(await portListeners(port)).toEqual([{ address: bind.host, pid: next.server().pid }]);
});

test('a server that a host leaves running when it exits is found by the next one', async () => {
  const port = await freePort();
  const first = await superviseFake({ home, port });
  first.supervisor.open('running');
  await expect.poll(() => first.server().actual.state).toBe('running');
  const { pid } = first.server();
  await first.supervisor.detach();
  expect((await fetch(`http://127.0.0.1:${port}/api/version`)).status).toBe(200);
  const next = await superviseFake({ home, port });
  onTestFinished(() => next.supervisor.close());
  next.supervisor.open('stopped');
  await expect.poll(() => next.server().pid).toBe(pid);
});

test('detaching while no server runs leaves nothing', async () => {
  const host = await superviseFake({ home, fake: { startDelayMs: 60_000 } });
  host.supervisor.open('running');
  await expect.poll(() => host.server().pid).not.toBeNull();
  await host.supervisor.detach();
  expect(await remains()).toEqual([]);
});

test('a runner whose host and server were both killed is terminated', async () => {
  const host = await startHost(await freePort());
  const { pid, runner } = await whenServing();
  host.kill('SIGSTOP');
  process.kill(pid, 'SIGKILL');
  await kill(host);
  await expect.poll(() => groupMembers(pid)).toEqual([runner]);
  expect(await terminateOrphanedRun({ dataDir, onDamaged })).toBe(true);
  expect(await groupMembers(pid)).toEqual([]);
  expect(await readRunRecord({ dataDir, onDamaged })).toBeNull();
});

test('a host killed at any moment of the start leaves nothing that the next one doesn’t terminate', async () => {
  for (let afterMs = 0; afterMs <= 160; afterMs += 20) {
    const host = await startHost(await freePort());
    // Not a wait for a state: the moment of the kill is what varies.
    await delay(afterMs);
    await kill(host);
    expect(await terminateOrphanedRun({ dataDir, onDamaged })).toBe(true);
    expect(await remains()).toEqual([]);
  }
});

const record: RunRecord = {
  runId: 'r',
  pid: null,
  startTime: null,
  pgid: null,
  program: '/opt/ollama',
  host: '127.0.0.1',
  port: 1,
  envHash: '',
  log: '/nowhere',
  startedAt: null,
};

test('a process that only has the pid of the old server is left alone', async () => {
  const other = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  const pid = other.pid ?? 0;
  onTestFinished(() => {
    other.kill('SIGKILL');
  });
  await writeRunRecord(dataDir, { ...record, pid, pgid: pid, startTime: 'another' });
  expect(await terminateOrphanedRun({ dataDir, onDamaged })).toBe(true);
  expect(await processInfo(pid)).not.toBeNull();
  expect(await readRunRecord({ dataDir, onDamaged })).toBeNull();
});

test('a group without its leader and without processes of Ollama is left alone', async () => {
  const shell = spawn('sh', ['-c', 'sleep 60 & exit'], { detached: true, stdio: 'ignore' });
  const pgid = shell.pid ?? 0;
  onTestFinished(() => {
    process.kill(-pgid, 'SIGKILL');
  });
  await once(shell, 'exit');
  await writeRunRecord(dataDir, { ...record, pid: pgid, pgid, startTime: 'gone' });
  expect(await terminateOrphanedRun({ dataDir, onDamaged })).toBe(true);
  expect(await groupMembers(pgid)).toHaveLength(1);
});

test('a server launched as its host died is recognized by the file it writes to', async () => {
  const log = join(dataDir, 'server-r.log');
  const file = await open(log, 'a');
  const server = spawn('sleep', ['60'], { detached: true, stdio: ['ignore', file.fd, file.fd] });
  await file.close();
  await writeRunRecord(dataDir, { ...record, log });
  await expect.poll(() => processesWriting(log)).toEqual([server.pid]);
  expect(await terminateOrphanedRun({ dataDir, onDamaged })).toBe(true);
  expect(await processesWriting(log)).toEqual([]);
});

test('a server that was just being created, and gets its file only now, is found too', async () => {
  const log = join(dataDir, 'server-r.log');
  await writeFile(log, '');
  const making = ['-c', 'sleep 0.2; exec sleep 60 >> "$0"', log];
  const server = spawn('sh', making, { detached: true, stdio: 'ignore' });
  const gone = once(server, 'exit');
  await writeRunRecord(dataDir, { ...record, log });
  expect(await terminateOrphanedRun({ dataDir, onDamaged })).toBe(true);
  await gone;
  expect(await processesWriting(log)).toEqual([]);
});
