import { appendFile, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { LogLine } from '../../contract/logs.ts';
import { parseLogLine } from './parse-log-line.ts';
import { redact } from './redact.ts';
import { createServerLog } from './server-log.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corral-logs-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

test.each<[string, LogLine['level'], boolean]>([
  ['time=2026-08-21T10:15:30.101+02:00 level=WARN source=x.go:1 msg="a b"', 'warn', true],
  ['[GIN] 2026/08/21 - 10:15:31 | 200 |      41.291µs |       127.0.0.1 | GET      "/api/version"', 'request', true],
  ['llama_model_loader: loaded meta data', 'raw', false],
  ['Error: listen tcp 127.0.0.1:11434: bind: address already in use', 'error', false],
  ['', 'raw', false],
])('reads the line %j', (text, level, timed) => {
  const line = parseLogLine(text);
  expect(line.level).toBe(level);
  expect(line.at !== null).toBe(timed);
});

test('hides bearer tokens and credentials in URLs', () => {
  expect(redact('Authorization: Bearer sk-abc.DEF==')).toBe('Authorization: Bearer [hidden]');
  expect(redact('HTTPS_PROXY:http://me:pass@proxy:3128')).toBe('HTTPS_PROXY:http://[hidden]@proxy:3128');
  expect(redact('http://127.0.0.1:11434/v1')).toBe('http://127.0.0.1:11434/v1');
});

test('follows what a run appends, whole lines only, and misses nothing at its end', async () => {
  const log = createServerLog(folder);
  const run = await log.openRun('r1');
  const feed = log.watch();
  expect((await feed.next()).value).toEqual({ reset: true, lines: [] });

  await appendFile(run.path, 'one\ntw');
  expect((await feed.next()).value).toMatchObject({ reset: false, lines: [{ text: 'one', runId: 'r1' }] });
  await appendFile(run.path, 'o\nthree');
  await run.release();
  await log.closeRun('r1');
  expect(log.lastLines('r1', 2)).toEqual(['two', 'three']);
  await feed.return();
});

test('the file is the owner’s alone, and the newest five runs are kept', async () => {
  const log = createServerLog(folder);
  for (let i = 0; i < 7; i += 1) {
    const run = await log.openRun(`r${i}`);
    expect((await stat(run.path)).mode & 0o777).toBe(0o600);
    await run.release();
    await log.closeRun(`r${i}`);
  }
  expect((await readdir(log.folder)).sort()).toEqual([2, 3, 4, 5, 6].map((i) => `server-r${i}.log`));
});

test('a file over 10 MB is cut, and the lines that follow are still read', async () => {
  const log = createServerLog(folder);
  const run = await log.openRun('r1');
  await appendFile(run.path, `${'x'.repeat(1023)}\n`.repeat(11 * 1024));
  await expect.poll(async () => (await stat(run.path)).size, { timeout: 5_000 }).toBe(0);
  await appendFile(run.path, 'after\n');
  await expect.poll(() => log.lastLines('r1', 1)).toEqual(['after']);
  await run.release();
  await log.closeRun('r1');
});
