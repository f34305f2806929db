import { spawn } from 'node:child_process';
import { chmod, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Mismatch } from '../os/program-mismatch.ts';
import { type EarlyExit, explainEarlyExit, explainSpawnError, type ProgramFacts } from './explain-launch.ts';
import { earlyExit, launchFailure } from './launch-failure.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corral-launch-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

async function program(content: string | Buffer, mode = 0o755): Promise<string> {
  const path = join(folder, 'ollama');
  await writeFile(path, content);
  await chmod(path, mode);
  return path;
}

/** The error that the system gave, or how the process exited. */
function attempt(path: string): Promise<{ readonly error: unknown } | { readonly exit: EarlyExit }> {
  return new Promise((resolve, reject) => {
    try {
      const child = spawn(path, ['serve'], { stdio: 'ignore' });
      child.once('error', (error) => resolve({ error }));
      child.once('exit', (code, signal) => resolve({ exit: { code, signal, hasWritten: false } }));
    } catch (error) {
      if (error instanceof Error) resolve({ error });
      else reject(error);
    }
  });
}

/** The explanation after a real attempt to start an executable. */
async function verdict(path: string) {
  const outcome = await attempt(path);
  return 'error' in outcome ? launchFailure(outcome.error, path) : earlyExit(path, outcome.exit);
}

/** The header of a 64-bit executable for Linux, and nothing else. */
function elf(machine: number): Buffer {
  const head = Buffer.alloc(64);
  head.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  head.writeUInt16LE(2, 16);
  head.writeUInt16LE(machine, 18);
  return head;
}

describe('a real executable that doesn’t start', () => {
  test('is gone', async () => {
    const path = join(folder, 'ollama');
    expect(await verdict(path)).toEqual({ kind: 'programMissing', message: `${path} no longer exists.` });
    const below = join(await program('#!/bin/sh\n'), 'ollama');
    expect(await verdict(below)).toMatchObject({ kind: 'programMissing' });
  });

  test('may not be executed', async () => {
    const path = await program('#!/bin/sh\n', 0o644);
    expect(await verdict(path)).toEqual({ kind: 'notExecutable', message: `${path} isn’t executable.` });
  });

  test('is a folder', async () => {
    const message = `${folder} is a folder, not an executable.`;
    expect(await verdict(folder)).toEqual({ kind: 'notExecutable', message });
  });

  test('is an empty file', async () => {
    const path = await program('');
    expect(await verdict(path)).toEqual({ kind: 'notExecutable', message: `${path} is an empty file.` });
  });

  test('is a script whose interpreter is missing', async () => {
    const path = await program('#!/no/such/shell -e\necho hello\n');
    expect(await verdict(path)).toEqual({
      kind: 'notExecutable',
      message: `${path} is a script that needs /no/such/shell, which isn’t installed.`,
    });
  });

  test('was built for a processor that no test machine has', async () => {
    const path = await program(elf(0x16));
    expect(await verdict(path)).toMatchObject({
      kind: 'wrongArchitecture',
      message: expect.stringContaining('because it was built for a different processor.'),
    });
  });

  test('was built for another system', async () => {
    const windows = await program(Buffer.concat([Buffer.from('MZ'), Buffer.alloc(64, 0x90)]));
    expect(await verdict(windows)).toEqual({
      kind: 'wrongArchitecture',
      message: `${windows} can’t run on this computer because it was built for Windows.`,
    });
  });

  test('isn’t blamed for a file of ours that can’t be opened', async () => {
    const path = await program('#!/bin/sh\n', 0o644);
    const error: unknown = await open(join(folder, 'logs', 'run.log'), 'a').catch((reason: unknown) => reason);
    expect(await launchFailure(error, path)).toEqual({
      kind: 'spawnFailed',
      message: expect.stringContaining('no such file or directory, open'),
    });
  });

  test('does start, and isn’t blamed for what it does then', async () => {
    expect(await verdict(await program('#!/bin/sh\nexit 2\n'))).toBeNull();
    expect(await verdict(await program('#!/bin/sh\nkill -9 $$\n'))).toBeNull();
    expect(await earlyExit(process.execPath, { code: 127, signal: null, hasWritten: false })).toBeNull();
  });
});

const intelWithoutRosetta: Mismatch = { target: 'macIntel', needsRosetta: true };

describe('what only macOS reports', () => {
  const there: ProgramFacts = {
    program: '/opt/ollama',
    file: { isFolder: false, isMarkedExecutable: true },
    kind: { format: 'macho', processors: ['x64'] },
    mismatch: null,
    quarantined: false,
  };
  const refusal = (code: string | null, facts: Partial<ProgramFacts> = {}) =>
    explainSpawnError({ ...there, ...facts }, { code, message: 'spawn /opt/ollama failed' });

  test.each([
    ['Unknown system error -86', { mismatch: intelWithoutRosetta }, 'wrongArchitecture'],
    ['Unknown system error -86', {}, 'wrongArchitecture'],
    ['Unknown system error -88', {}, 'notExecutable'],
    ['ENOEXEC', { mismatch: { target: 'linux' as const, needsRosetta: false } }, 'wrongArchitecture'],
    ['ENOEXEC', { kind: { format: 'empty' as const } }, 'notExecutable'],
    ['ENOEXEC', { kind: null }, 'notExecutable'],
    ['EPERM', { quarantined: true }, 'quarantined'],
    ['EACCES', { quarantined: true }, 'quarantined'],
    ['EPERM', {}, 'spawnFailed'],
    ['EACCES', {}, 'notExecutable'],
    ['ENOENT', {}, 'spawnFailed'],
    ['ENOENT', { file: null }, 'programMissing'],
    ['EIO', { file: null }, 'spawnFailed'],
    ['ETXTBSY', {}, 'spawnFailed'],
    ['EMFILE', {}, 'spawnFailed'],
    ['EIO', {}, 'spawnFailed'],
    [null, { quarantined: true }, 'spawnFailed'],
  ])('%s, %j: %s', (code, facts, kind) => {
    const failure = refusal(code, facts);
    expect(failure.kind).toBe(kind);
    expect(failure.message).toMatch(/^\S.*\S$/);
  });

  test('the message says what an executable was built for', () => {
    const messageFor = (mismatch: Mismatch) => refusal('ENOEXEC', { mismatch }).message;
    expect(messageFor({ target: 'macSilicon', needsRosetta: false })).toBe(
      '/opt/ollama can’t run on this computer because it was built for Macs with Apple silicon.',
    );
    expect(messageFor(intelWithoutRosetta)).toBe(
      '/opt/ollama can’t run on this computer because it was built for Intel Macs, and Rosetta isn’t installed.',
    );
  });

  test('the error’s own message is used where there is no better explanation', () => {
    expect(refusal(null).message).toBe('The server couldn’t start: spawn /opt/ollama failed');
  });

  test('kills an executable at once that it quarantines', () => {
    const exited = (quarantined: boolean, exit: Partial<EarlyExit>) =>
      explainEarlyExit({ ...there, quarantined }, { code: null, signal: null, hasWritten: false, ...exit }, 'darwin');
    expect(exited(true, { signal: 'SIGKILL' })).toMatchObject({ kind: 'quarantined' });
    expect(exited(true, { signal: 'SIGKILL', hasWritten: true })).toBeNull();
    expect(exited(false, { signal: 'SIGKILL' })).toBeNull();
    expect(exited(true, { signal: 'SIGTERM' })).toBeNull();
    expect(exited(true, { code: 1 })).toBeNull();
  });

  test('an executable that Rosetta ran isn’t blamed for its processor', () => {
    const facts = { ...there, mismatch: intelWithoutRosetta };
    expect(explainEarlyExit(facts, { code: 2, signal: null, hasWritten: true }, 'darwin')).toBeNull();
  });
});
