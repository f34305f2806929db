// Recorded: https://github.com/tofrankie/blog/issues/29; "not set" is what the same tool prints when there is no name.
import { expect, test } from 'vitest';
import { recorded } from '../os/testing/recorded-fixture.ts';
import { parseLocalHostName } from './local-name.ts';

test('reads the name on the local network', async () => {
  expect(parseLocalHostName(await recorded('scutil-local-host-name'))).toBe('frankies-macbook-pro.local');
  expect(parseLocalHostName(await recorded('scutil-not-set'))).toBeNull();
  expect(parseLocalHostName('')).toBeNull();
});
