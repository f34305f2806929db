import { expect, it } from 'vitest';
import { createTemporaryKeys } from './temporary-keys.ts';

it('grants inference until it ends', () => {
  const keys = createTemporaryKeys();
  const one = keys.issue();
  const other = keys.issue();
  expect(one.secret).not.toBe(other.secret);
  expect(keys.check(one.secret)).toMatchObject({ scope: 'inference', cloudAllowed: false, models: null });
  expect(keys.check(`${one.secret}x`)).toBeNull();
  one.end();
  expect(keys.check(one.secret)).toBeNull();
  expect(keys.check(other.secret)).not.toBeNull();
});
