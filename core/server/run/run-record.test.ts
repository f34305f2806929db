import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { DamagedFile } from '../../data-folder/saved-file.ts';
import { hashEnvironment, type RunRecord, readRunRecord, removeRunRecord, writeRunRecord } from './run-record.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'corral-record-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
});

function onDamaged(): void {
  throw new Error('nothing here is damaged');
}

const record: RunRecord = {
  runId: 'mx1-1',
  pid: 4242,
  startTime: 'boot/12345',
  pgid: 4242,
  program: '/opt/homebrew/bin/ollama',
  host: '127.0.0.1',
  port: 11_434,
  envHash: 'e',
  log: '/data/logs/server-mx1-1.log',
  startedAt: 1_795_000_000_000,
};

test('a record is read back, and removed', async () => {
  expect(await readRunRecord({ dataDir, onDamaged })).toBeNull();
  await writeRunRecord(dataDir, record);
  expect(await readRunRecord({ dataDir, onDamaged })).toEqual(record);
  await removeRunRecord(dataDir);
  expect(await readRunRecord({ dataDir, onDamaged })).toBeNull();
});

test('a record as version 0.1.0 wrote it is read, with and without the time of its launch', async () => {
  const { startedAt, ...older } = record;
  const text = (startedAtLine: string): string => `{
  "runId": "mx1-1",
  "pid": 4242,
  "startTime": "boot/12345",
  "pgid": 4242,
  "program": "/opt/homebrew/bin/ollama",
  "host": "127.0.0.1",
  "port": 11434,
  "envHash": "e",
  "log": "/data/logs/server-mx1-1.log"${startedAtLine}
}`;
  await writeFile(join(dataDir, 'run.json'), text(`,\n  "startedAt": ${startedAt}`));
  expect(await readRunRecord({ dataDir, onDamaged })).toEqual(record);
  await writeFile(join(dataDir, 'run.json'), text(''));
  expect(await readRunRecord({ dataDir, onDamaged })).toEqual({ ...older, startedAt: null });
});

test.each(['', '{', '{"runId":"r"}', '[]'])(
  'what isn’t a record counts as none, and is moved aside: %j',
  async (text) => {
    await writeFile(join(dataDir, 'run.json'), text);
    const damaged: DamagedFile[] = [];
    expect(readRunRecord({ dataDir, onDamaged: (file) => damaged.push(file) })).toBeNull();
    expect(damaged).toEqual([{ file: 'run.json', problem: 'damaged', aside: { movedTo: expect.any(String) } }]);
    expect(await readdir(dataDir)).toEqual([expect.stringMatching(/^run\.broken-.*\.json$/)]);
  },
);

test('the hash of an environment is that of earlier versions, and ignores incidental variables', () => {
  const env = { HOME: '/Users/me', OLLAMA_HOST: '127.0.0.1:11434', OLLAMA_KEEP_ALIVE: '10m' };
  const incidental = { PATH: '/usr/bin', LANG: 'C', TMPDIR: '/tmp', OLLAMA_NOPRUNE: '1' };
  const hash = '9e1ea74b3015bab64afb607dd210024ea7c8e1ac5dd037b8aa3ad4da780df83d';
  expect(hashEnvironment(env)).toBe(hash);
  expect(hashEnvironment({ ...incidental, ...env })).toBe(hash);
  expect(hashEnvironment({ ...env, OLLAMA_KEEP_ALIVE: '5m' })).not.toBe(hash);
});
