import { expect, it } from 'vitest';
import type { ServerActual } from '../../contract/server.ts';
import { failurePath } from './failure-path.ts';

function failedWith(subject?: string): ServerActual {
  const cause = { kind: 'folderDenied', message: 'x', exitCode: 1, signal: null, lastLines: [] } as const;
  return { state: 'failed', at: 0, cause: { ...cause, lastLines: [], ...(subject === undefined ? {} : { subject }) } };
}

it.each([
  [import.meta.dirname, import.meta.dirname],
  [`${import.meta.dirname}/not there/models`, import.meta.dirname],
  ['/no such folder/models', '/'],
])('shows %s as %s', (subject, shown) => {
  expect(failurePath(failedWith(subject))).toBe(shown);
});

it.each([[failedWith()], [failedWith('GLIBC_2.32')], [{ state: 'stopped' } as const]])(
  'shows nothing for %j',
  (actual) => {
    expect(() => failurePath(actual)).toThrow(expect.objectContaining({ code: 'NOT_AVAILABLE' }));
  },
);
