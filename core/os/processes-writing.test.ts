import { spawn } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parsePids, processesWriting } from './processes-writing.ts';

test('finds the process whose output is a file, and not one that reads it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'corral-writing-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const log = join(folder, 'server.log');
  await using file = await open(log, 'a');
  const writer = spawn('sleep', ['60'], { stdio: ['ignore', file.fd, file.fd] });
  const reader = spawn('tail', ['-f', log], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => {
    writer.kill('SIGKILL');
    reader.kill('SIGKILL');
  });
  await file.write('ready\n');
  await new Promise((resolve) => reader.stdout.once('data', resolve));
  expect(await processesWriting(log)).toEqual([writer.pid]);
  expect(await processesWriting(join(folder, 'missing'))).toEqual([]);
});

test('parses pids, one per line', () => {
  expect(parsePids('3140\n3141\n')).toEqual([3140, 3141]);
  expect(parsePids('lsof: WARNING: can’t stat() a file system\n77\n\n')).toEqual([77]);
  expect(parsePids('')).toEqual([]);
});
