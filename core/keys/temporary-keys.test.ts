import { expect, it } from 'vitest';
import { createKeyCheck } from '../gateway/admission/check-key.ts';
import { createTemporaryKeys } from './temporary-keys.ts';

it('grants inference until it ends', () => {
  const keys = createTemporaryKeys();
  const { check } = createKeyCheck(keys.issued);
  const one = keys.issue();
  const other = keys.issue();
  expect(one.secret).not.toBe(other.secret);
  expect(check(one.secret)).toMatchObject({ scope: 'inference', cloudAllowed: false, models: null });
  expect(check(`${one.secret}x`)).toBeNull();
  one.end();
  expect(check(one.secret)).toBeNull();
  expect(check(other.secret)).not.toBeNull();
});
