import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { type Machine, programKind, readProgramKind, thisMachine } from './program-kind.ts';
import { type BuildTarget, mismatchOf } from './program-mismatch.ts';

function bytes(...words: readonly number[]): Buffer {
  const buffer = Buffer.alloc(words.length * 4);
  for (const [i, word] of words.entries()) buffer.writeUInt32BE(word, i * 4);
  return buffer;
}
function swapped(...words: readonly number[]): Buffer {
  return bytes(...words).swap32();
}

const x64 = 0x0100_0007;
const arm64 = 0x0100_000c;
/** A thin 64-bit Mach-O: magic, processor, subtype, file type, commands, their size, flags, reserved. */
function thin(processor: number): Buffer {
  return swapped(0xfeed_facf, processor, 3, 2, 16, 1_000, 0x85, 0);
}
/** A universal one: magic, count, then processor, subtype, offset, size, alignment each. */
function fat(...processors: readonly number[]): Buffer {
  return bytes(
    0xcafe_babe,
    processors.length,
    ...processors.flatMap((one, i) => [one, 3, 16_384 * (i + 1), 4_096, 14]),
  );
}
function fat64(...processors: readonly number[]): Buffer {
  return bytes(
    0xcafe_babf,
    processors.length,
    ...processors.flatMap((one, i) => [one, 3, 0, 16_384 * (i + 1), 0, 4_096, 14, 0]),
  );
}
function elf(machine: number, bigEndian = false): Buffer {
  const head = Buffer.alloc(64);
  head.set([0x7f, 0x45, 0x4c, 0x46, 2, bigEndian ? 2 : 1, 1]);
  if (bigEndian) head.writeUInt16BE(machine, 18);
  else head.writeUInt16LE(machine, 18);
  return head;
}
const javaClass = bytes(0xcafe_babe, 0x0000_0041, 0x001d_0a00, 0x0200_0307, 0x0004_0c00, 0x0500_0601);

test.each([
  ['an empty file', Buffer.alloc(0), { format: 'empty' }],
  ['a script', Buffer.from('#!/bin/sh\n'), { format: 'script', interpreter: '/bin/sh' }],
  [
    'a script with options',
    Buffer.from('#! /usr/bin/env -S node\n'),
    { format: 'script', interpreter: '/usr/bin/env' },
  ],
  ['a first line without an interpreter', Buffer.from('#!\n/bin/sh\n'), { format: 'unknown' }],
  ['text', Buffer.from('ollama is a program that runs models\n'), { format: 'unknown' }],
  ['an executable for Intel Macs', thin(x64), { format: 'macho', processors: ['x64'] }],
  ['an executable for Apple silicon', thin(arm64), { format: 'macho', processors: ['arm64'] }],
  ['an executable for PowerPC', bytes(0xfeed_face, 18, 0, 2, 0, 0, 0), { format: 'macho', processors: ['ppc'] }],
  ['a universal binary', fat(x64, arm64), { format: 'macho', processors: ['x64', 'arm64'] }],
  ['a large universal binary', fat64(x64, arm64), { format: 'macho', processors: ['x64', 'arm64'] }],
  ['a Java class', javaClass, { format: 'unknown' }],
  ['an executable for Linux', elf(0x3e), { format: 'elf', processors: ['x64'] }],
  ['an executable for a mainframe', elf(0x16, true), { format: 'elf', processors: ['s390x'] }],
  ['an executable for Windows', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(60)]), { format: 'windows' }],
])('recognizes %s by its first bytes', (_name, head, kind) => {
  expect(programKind(head)).toEqual(kind);
});

test('any first bytes are of some kind', () => {
  const magic = fc.constantFrom(0xcafe_babe, 0xcafe_babf, 0xfeed_facf, 0xcffa_edfe, 0x7f45_4c46, 0x2321_2f62);
  const head = fc.tuple(magic, fc.uint8Array({ maxLength: 1_020 }));
  fc.assert(
    fc.property(head, ([first, rest]) => {
      expect(programKind(Buffer.concat([bytes(first), rest])).format).toBeTypeOf('string');
      expect(programKind(Buffer.from(rest)).format).toBeTypeOf('string');
    }),
  );
});

test('reads real files: this executable is for this machine', async () => {
  const kind = await readProgramKind(process.execPath);
  expect(kind).toMatchObject({ processors: expect.arrayContaining([process.arch]) });
  expect(kind && mismatchOf(kind, thisMachine)).toBeNull();
  const folder = await mkdtemp(join(tmpdir(), 'corral-kind-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'ollama'), fat(x64, arm64));
  expect(await readProgramKind(join(folder, 'ollama'))).toEqual({ format: 'macho', processors: ['x64', 'arm64'] });
  await writeFile(join(folder, 'empty'), '');
  expect(await readProgramKind(join(folder, 'empty'))).toEqual({ format: 'empty' });
  expect(await readProgramKind(folder)).toBeNull();
  expect(await readProgramKind(join(folder, 'missing'))).toBeNull();
});

const silicon: Machine = { platform: 'darwin', arch: 'arm64' };
const intel: Machine = { platform: 'darwin', arch: 'x64' };
const linux: Machine = { platform: 'linux', arch: 'x64' };

test.each<[Buffer, Machine, BuildTarget | null, boolean?]>([
  [thin(x64), silicon, 'macIntel', true],
  [thin(x64), intel, null],
  [thin(arm64), intel, 'macSilicon'],
  [thin(7), silicon, 'mac32'],
  [thin(7), intel, 'mac32'],
  [fat(x64, arm64), silicon, null],
  [fat(x64, arm64), intel, null],
  [fat(7, x64), silicon, 'macOther', true],
  [fat(7, 18), silicon, 'macOther'],
  [thin(x64), linux, 'macos'],
  [elf(0xb7), silicon, 'linux'],
  [elf(0xb7), linux, 'linuxArm'],
  [elf(0x3e), linux, null],
  [elf(3), linux, null],
  [elf(0xf3), linux, 'otherProcessor'],
  [Buffer.from('#!/bin/sh\n'), linux, null],
  [Buffer.alloc(0), silicon, null],
])('case %#: why an executable doesn’t suit a machine', (head, machine, target, needsRosetta = false) => {
  expect(mismatchOf(programKind(head), machine)).toEqual(target && { target, needsRosetta });
});
