import { writeSync } from 'node:fs';
import { appendFile, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { LogLine } from '../../contract/logs.ts';
import { openCorralLog } from './corral-log.ts';
import { parseServerLine } from './parse-log-line.ts';
import { createServerLog } from './server-log.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corral-logs-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

test.each<[string, LogLine['level'], boolean]>([
  ['time=2026-08-21T10:15:30.101+02:00 level=WARN source=x.go:1 msg="a b"', 'warn', true],
  ['[GIN] 2026/08/21 - 10:15:31 | 200 |      41.291µs |       127.0.0.1 | GET      "/api/version"', 'request', true],
  ['[GIN] 2026/08/21 - 10:15:31 | 404 |      41.291µs |       127.0.0.1 | POST     "/api/show"', 'warn', true],
  ['llama_model_loader: loaded meta data', 'raw', false],
  ['Error: listen tcp 127.0.0.1:11434: bind: address already in use', 'error', false],
  ['', 'raw', false],
])('parses the line %j', (text, level, timed) => {
  const line = parseServerLine(text);
  expect(line.level).toBe(level);
  expect(line.at !== null).toBe(timed);
});

test('any line is parsed', () => {
  const starts = fc.constantFrom('', 'time=x level=', 'time= level=INFO ', '[GIN] 2026/08/21 - 10:15:31 | ', '[GIN] ');
  fc.assert(
    fc.property(starts, fc.string(), (start, rest) => {
      const { level, at } = parseServerLine(`${start}${rest}`);
      expect(['debug', 'info', 'warn', 'error', 'request', 'raw']).toContain(level);
      expect(at === null || Number.isFinite(at)).toBe(true);
    }),
  );
});

test('follows what a run appends, whole lines only, up to its very end', async () => {
  const log = createServerLog(folder);
  const run = await log.openRun('r1');
  const feed = log.watch();
  expect((await feed.next()).value).toEqual({ reset: true, lines: [], unreadable: null });

  await appendFile(run.path, 'one\ntw');
  expect((await feed.next()).value).toMatchObject({
    reset: false,
    lines: [{ text: 'one', runId: 'r1', source: 'server' }],
  });
  await appendFile(run.path, 'o\nthree');
  await run.release();
  await log.closeRun('r1');
  expect(log.lastLines('r1', 2)).toEqual(['two', 'three']);
  await feed.return();
});

test('a reader that stops while waiting is released at once', async () => {
  const feed = createServerLog(folder).watch();
  await feed.next();
  const waiting = feed.next();
  await feed.return();
  expect(await waiting).toEqual({ value: undefined, done: true });
});

test('characters and lines that arrive in pieces are put together; a line without an end is given in pieces', async () => {
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

function accessLine(status: number, request: string): string {
  return `[GIN] 2026/08/21 - 10:15:31 | ${status} |      41.291µs |       127.0.0.1 | ${request}`;
}

test.each([
  ['GET      "/api/version?corral"', 200, false],
  ['GET      "/api/tags?corral"', 200, false],
  ['GET      "/api/ps?corral"', 200, false],
  ['GET      "/api/ps?corral"', 500, true],
  ['GET      "/api/ps"', 200, true],
  ['GET      "/api/ps?corral=1"', 200, true],
  ['POST     "/api/show?corral"', 200, true],
])('%s with %i is shown: %s', async (request, status, shown) => {
  const log = createServerLog(folder);
  const run = await log.openRun('r1');
  await appendFile(run.path, `${accessLine(status, request)}\nlast\n`);
  await run.release();
  await log.closeRun('r1');
  expect(log.lastLines('r1', 5)).toHaveLength(shown ? 2 : 1);
});

test('a run of an earlier host continues where its file ends, under its new ID', async () => {
  const path = join(folder, 'server-old.log');
  await writeFile(path, 'before password=abc\n');
  const log = createServerLog(folder);
  await log.followRun('r2', path);
  await appendFile(path, 'after\n');
  await expect.poll(() => log.lastLines('r2', 5)).toEqual(['before password=[hidden]', 'after']);
  await log.closeRun('r2');
});

test('a file that can’t be read is named, until another one can be', async () => {
  const log = createServerLog(folder);
  const feed = log.watch();
  await feed.next();
  const path = join(folder, 'gone.log');
  await expect(log.followRun('r1', path)).rejects.toThrow('ENOENT');
  expect((await feed.next()).value).toEqual({ reset: false, lines: [], unreadable: path });
  const run = await log.openRun('r2');
  expect((await feed.next()).value).toEqual({ reset: false, lines: [], unreadable: null });
  await feed.return();
  await run.release();
  await log.closeRun('r2');
});

test('Corral’s own lines are among the server’s, in the same form, secrets redacted', () => {
  const log = createServerLog(folder);
  const { logger, close } = openCorralLog(folder, { onLine: log.addCorralLine });
  onTestFinished(close);
  logger.error({ err: new Error('no such thing'), call: 'models.show', token: 'abc' }, 'a call failed');
  logger.warn('careful');
  log.addCorralLine('not JSON\n');
  const [failed, careful, ...more] = log.recentLines();
  expect(more).toEqual([]);
  expect(failed).toMatchObject({ n: 1, source: 'corral', runId: '', level: 'error', at: expect.any(Number) });
  expect(failed?.text).toMatch(/^time=\S+Z level=ERROR source=corral msg="a call failed" err="Error: no such thing/);
  expect(failed?.text).toMatch(/ call=models\.show token=\[hidden\]$/);
  expect(careful).toMatchObject({ n: 2, level: 'warn', text: expect.stringMatching(/ msg="careful"$/) });
});

test('only the owner can read the file, and the newest five runs are kept, with their older parts', async () => {
  const log = createServerLog(folder);
  for (let i = 0; i < 12; i += 1) {
    const run = await log.openRun(`r-${i}`);
    expect((await stat(run.path)).mode & 0o777).toBe(0o600);
    await run.release();
    await log.closeRun(`r-${i}`);
    await utimes(run.path, i, i);
    await writeFile(`${run.path}.1`, '');
    await utimes(`${run.path}.1`, i, i);
  }
  await writeFile(join(log.folder, 'corral.log'), '');
  const names = (await readdir(log.folder)).filter((name) => !name.endsWith('.1')).sort();
  expect(names).toEqual(['corral.log', ...[10, 11, 7, 8, 9].map((i) => `server-r-${i}.log`)]);
  const parts = (await readdir(log.folder)).filter((name) => name.endsWith('.1')).sort();
  expect(parts).toEqual([10, 11, 7, 8, 9].map((i) => `server-r-${i}.log.1`));
});

test('a file over 10 MB is emptied, no line is missed, and the writer continues at the new end', async () => {
  const log = createServerLog(folder);
  const run = await log.openRun('r1');
  const line = `${'x'.repeat(1023)}\n`;
  await appendFile(run.path, `${line.repeat(11 * 1024)}last\n`);
  await expect.poll(async () => (await stat(run.path)).size).toBe(0);
  expect(await readFile(`${run.path}.1`, 'utf8')).toBe(`${line.repeat(11 * 1024)}last\n`);
  expect(log.lastLines('r1', 1)).toEqual(['last']);
  writeSync(run.fd, 'after\n');
  await expect.poll(() => log.lastLines('r1', 1)).toEqual(['after']);
  expect((await stat(run.path)).size).toBe('after\n'.length);
  await run.release();
  await log.closeRun('r1');
});

test('as many of the newest lines as fit are kept in memory', () => {
  const log = createServerLog('/nowhere');
  const add = (msg: string) => log.addCorralLine(JSON.stringify({ level: 30, time: '2026-01-01T00:00:00.000Z', msg }));
  for (let i = 0; i < 7_000; i += 1) add('short');
  expect(log.recentLines()).toHaveLength(5_000);
  for (let i = 0; i < 300; i += 1) add('long '.repeat(10_000));
  const kept = log.recentLines();
  expect(kept.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(8_000_000);
  expect(kept.length).toBeGreaterThan(150);
  expect(kept.at(-1)?.n).toBe(7_300);
});
