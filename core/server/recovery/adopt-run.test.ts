import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../../tests/ollama/free-port.ts';
import { createServerLog } from '../../logs/server-log.ts';
import { processInfo } from '../../os/process-info.ts';
import { type RunRecord, readRunRecord, writeRunRecord } from '../run/run-record.ts';
import { adoptRun } from './adopt-run.ts';

function onDamaged(): void {
  throw new Error('nothing here is damaged');
}

let dataDir: string;
let server: ChildProcess;
let record: RunRecord;

/** What an earlier host left: a recorded process in a group of its own that listens on the addresses. */
async function startRecorded(...addresses: readonly string[]): Promise<void> {
  const port = await freePort();
  const listen = addresses.map((address) => `createServer().listen(${port}, '${address}', onListening)`).join(';');
  const script = `let left = ${addresses.length}; const onListening = () => --left || console.log('listens');
    const { createServer } = require('node:net'); ${listen}`;
  server = spawn(process.execPath, ['-e', script], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => {
    server.kill('SIGKILL');
  });
  if (server.stdout !== null) await once(server.stdout, 'data');
  const pid = server.pid ?? 0;
  record = {
    runId: 'old',
    pid,
    pgid: pid,
    startTime: (await processInfo(pid))?.startTime ?? null,
    program: '/opt/ollama',
    host: '127.0.0.1',
    port,
    envHash: 'e',
    log: join(dataDir, 'none'),
    startedAt: 5,
  };
  await writeRunRecord(dataDir, record);
}

function adopt(change: Partial<RunRecord> = {}) {
  return adoptRun('new', { ...record, ...change }, { dataDir, onDamaged, log: createServerLog(dataDir) });
}

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'corral-adopt-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true, maxRetries: 5 }));
});

test('what would be launched now is adopted, and recorded under its new run', async () => {
  await startRecorded('127.0.0.1');
  const adopted = await adopt();
  expect(adopted).toMatchObject({ pid: server.pid, startedAt: 5, adopted: true });
  expect(await readRunRecord({ dataDir, onDamaged })).toEqual({ ...record, runId: 'new' });
  server.kill('SIGKILL');
  expect(await adopted?.exited).toEqual({ code: null, signal: null });
});

test.each([
  ['another program', { program: '/opt/other' }],
  ['another address', { host: '127.0.0.2' }],
  ['another port', { port: 1 }],
  ['another environment', { envHash: 'f' }],
])('not where %s is desired', async (_what, change) => {
  await startRecorded('127.0.0.1');
  expect(await adopt(change)).toBeNull();
});

test('not what listens on another address, too', async () => {
  await startRecorded('127.0.0.1', '127.0.0.3');
  expect(await adopt()).toBeNull();
});

test('not what others reach without a key, which is stopped with its host', async () => {
  await startRecorded('0.0.0.0');
  await writeRunRecord(dataDir, { ...record, host: '0.0.0.0' });
  expect(await adopt({ host: '0.0.0.0' })).toBeNull();
});

test('not a suspended one', async () => {
  await startRecorded('127.0.0.1');
  server.kill('SIGSTOP');
  await expect.poll(async () => (await processInfo(server.pid ?? 0))?.isStopped).toBe(true);
  expect(await adopt()).toBeNull();
});

test('not another process that has the pid by now', async () => {
  await startRecorded('127.0.0.1');
  await writeRunRecord(dataDir, { ...record, startTime: 'another' });
  expect(await adopt()).toBeNull();
});
