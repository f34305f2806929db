// Recorded: https://github.com/tofrankie/blog/issues/29; "not set" is the same tool's answer for a name that isn't.
import { expect, test } from 'vitest';
import { recorded } from '../os/testing/recorded-fixture.ts';
import { parseLocalHostName } from './local-name.ts';

test('reads the name that the local network knows', async () => {
  expect(parseLocalHostName(await recorded('scutil-local-host-name'))).toBe('frankies-macbook-pro.local');
  expect(parseLocalHostName(await recorded('scutil-not-set'))).toBeNull();
  expect(parseLocalHostName('')).toBeNull();
});
