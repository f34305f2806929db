import { writeSync } from 'node:fs';
import { appendFile, mkdtemp, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
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
  expect(redact('https_proxy=http://me:p@ss@proxy:3128/x')).toBe('https_proxy=http://[hidden]@proxy:3128/x');
  expect(redact('http://127.0.0.1:11434/v1')).toBe('http://127.0.0.1:11434/v1');
});

test('whatever a line holds, it is read and its credentials are not shown', () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9]{12,40}$/);
  const wrap = fc.constantFrom(
    (token: string) => `Authorization: Bearer ${token}`,
    (token: string) => `HTTPS_PROXY:http://user:${token}@proxy.example:3128`,
    (token: string) => `proxy="socks5://${token}@10.0.0.1"`,
  );
  fc.assert(
    fc.property(fc.string(), secret, wrap, (before, token, put) => {
      const text = `${before} ${put(token)}`;
      expect(redact(text).slice(before.length)).not.toContain(token);
      const { level, at } = parseLogLine(text);
      expect(['debug', 'info', 'warn', 'error', 'request', 'raw']).toContain(level);
      expect(at === null || Number.isFinite(at)).toBe(true);
    }),
  );
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

test('a reader who leaves in the middle of waiting is let go at once', async () => {
  const feed = createServerLog(folder).watch();
  await feed.next();
  const waiting = feed.next();
  await feed.return();
  expect(await waiting).toEqual({ value: undefined, done: true });
});

test('characters and lines that arrive in pieces are put together; one without an end is given in pieces', async () => {
  const log = createServerLog(folder);
  const run = await log.openRun('r1');
  const euro = Buffer.from('€');
  await appendFile(run.path, Buffer.concat([Buffer.from('seen\n'), euro.subarray(0, 1)]));
  await expect.poll(() => log.lastLines('r1', 1)).toEqual(['seen']);
  await appendFile(run.path, Buffer.concat([euro.subarray(1), Buffer.from(`\n${'y'.repeat(150_000)}`)]));
  await run.release();
  await log.closeRun('r1');
  const [, first, ...pieces] = log.lastLines('r1', 10);
  expect(first).toBe('€');
  expect(pieces.join('')).toBe('y'.repeat(150_000));
  expect(pieces.length).toBeGreaterThan(1);
});

test('the file is the owner’s alone, and the newest five runs are kept', async () => {
  const log = createServerLog(folder);
  for (let i = 0; i < 12; i += 1) {
    const run = await log.openRun(`r-${i}`);
    expect((await stat(run.path)).mode & 0o777).toBe(0o600);
    await run.release();
    await log.closeRun(`r-${i}`);
    await utimes(run.path, i, i);
  }
  expect((await readdir(log.folder)).sort()).toEqual([10, 11, 7, 8, 9].map((i) => `server-r-${i}.log`));
});

test('a file over 10 MB is cut with one old copy kept, no line is missed, and the writer goes on at the new end', async () => {
  const log = createServerLog(folder);
  const run = await log.openRun('r1');
  const line = `${'x'.repeat(1023)}\n`;
  await appendFile(run.path, `${line.repeat(11 * 1024)}last\n`);
  await expect.poll(async () => (await stat(run.path)).size, { timeout: 5_000 }).toBe(0);
  expect(await readFile(`${run.path}.old`, 'utf8')).toBe(`${line.repeat(11 * 1024)}last\n`);
  expect(log.lastLines('r1', 1)).toEqual(['last']);
  writeSync(run.fd, 'after\n');
  await expect.poll(() => log.lastLines('r1', 1)).toEqual(['after']);
  expect((await stat(run.path)).size).toBe('after\n'.length);
  await run.release();
  await log.closeRun('r1');
});
