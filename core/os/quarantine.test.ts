// The recorded values are from https://stackoverflow.com/questions/46198557 (0083),
// https://github.com/Homebrew/homebrew-cask/issues/17540 (0001), https://github.com/Homebrew/brew/pull/22377 (0381) and
// https://github.com/HackTricks-wiki/hacktricks, macos-gatekeeper (00C1, which it explains).
import { expect, test } from 'vitest';
import { isQuarantineActive, isQuarantined } from './quarantine.ts';
import { recorded } from './testing/recorded-fixture.ts';

test('a downloaded executable is blocked until the user has agreed to open it', async () => {
  const values = (await recorded('xattr-quarantine')).trimEnd().split('\n');
  expect(values.map((value) => [value.slice(0, 4), isQuarantineActive(`${value}\n`)])).toEqual([
    ['0083', true],
    ['0001', true],
    ['0381', true],
    ['00C1', false],
  ]);
});

test.each([
  ['', false],
  ['\n', false],
  ['0081;5f9a1c2b;AirDrop;', true],
  ['01c3;5f9a1c2b;;\n', false],
  ['01e3;;;', false],
  ['0040', false],
  ['q/0;no flags at all', true],
  ['zzzz;5f9a1c2b;Safari;0', true],
])('%j blocks it: %s', (value, blocked) => {
  expect(isQuarantineActive(value)).toBe(blocked);
});

test.runIf(process.platform === 'linux')('Linux has no quarantine', async () => {
  expect(await isQuarantined(process.execPath)).toBe(false);
});
