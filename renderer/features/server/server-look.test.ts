import { expect, it } from 'vitest';
import { serverLook } from './server-look.ts';

it('warns while the server is open, and only then', () => {
  expect(serverLook('running', true).tone).toBe('warn');
  expect(serverLook('running', false).tone).toBe('ok');
  expect(serverLook('stopped', true)).toEqual(serverLook('stopped', false));
});
