// The recorded values are from https://stackoverflow.com/questions/46198557 (0083) and
// https://github.com/HackTricks-wiki/hacktricks, macos-gatekeeper (00C1, which it explains).
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { holdsBack, isQuarantined } from './quarantine.ts';

test('a downloaded program is held back until the person has agreed to open it', async () => {
  const recorded = await readFile(new URL('recorded/xattr-quarantine.txt', import.meta.url), 'utf8');
  const values = recorded.trimEnd().split('\n');
  expect(values.map((value) => holdsBack(`${value}\n`))).toEqual([true, false]);
});

test.each([
  ['', false],
  ['\n', false],
  ['0081;5f9a1c2b;AirDrop;', true],
  ['0181;5f9a1c2b;Safari;0\n', true],
  ['01c3;5f9a1c2b;;\n', false],
  ['01e3;;;', false],
  ['0040', false],
  ['q/0;no flags at all', true],
  ['zzzz;5f9a1c2b;Safari;0', true],
])('%j holds it back: %s', (value, held) => {
  expect(holdsBack(value)).toBe(held);
});

test.runIf(process.platform === 'linux')('Linux has no quarantine', async () => {
  expect(await isQuarantined(process.execPath)).toBe(false);
});
