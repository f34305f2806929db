import { describe, expect, it } from 'vitest';
import { expiryTime } from './key-expiry.ts';
import { emptyDraft, type NewKeyDraft, readDraft } from './new-key-draft.ts';

const now = new Date(2026, 10, 23, 15, 53).getTime();
function read(part: Partial<NewKeyDraft>) {
  return readDraft({ ...emptyDraft, ...part }, { taken: ['iPad'], now });
}

describe('the sheet for a new key', () => {
  it.each([
    [{ name: '  ' }, /name/],
    [{ name: ' iPad ' }, /already/],
    [{ name: 'x', allModels: false }, /at least one model/],
    [{ name: 'x', allModels: false, chosen: Array.from({ length: 501 }, (_, n) => `m${n}`) }, /500 models at most/],
    [{ name: 'x', expiry: 'date' as const, date: '' }, /Choose a day/],
    [{ name: 'x', expiry: 'date' as const, date: '2026-11-22' }, /over/],
  ])('makes no key of %j', (part, problem) => {
    expect(read(part)).toEqual({ problem: expect.stringMatching(problem) });
  });

  it('makes a key of what is allowed, with the chosen models only where it isn’t for all', () => {
    const chosen = ['qwen3:8b'];
    expect(read({ name: ' iPhone ', chosen })).toEqual({
      key: { name: 'iPhone', scope: 'inference', models: null, cloudAllowed: false, expiresAt: null },
    });
    expect(read({ name: 'x', allModels: false, chosen, scope: 'full', cloudAllowed: true })).toEqual({
      key: { name: 'x', scope: 'full', models: chosen, cloudAllowed: true, expiresAt: null },
    });
  });
});

describe('the end of a key', () => {
  it.each([
    ['month', '', new Date(2026, 11, 24)],
    ['quarter', '', new Date(2027, 1, 22)],
    ['year', '', new Date(2027, 10, 24)],
    ['date', '2026-11-23', new Date(2026, 10, 24)],
    ['date', '2026-12-31', new Date(2027, 0, 1)],
  ] as const)('%s %s is the end of that day', (expiry, date, end) => {
    expect(expiryTime(expiry, { date, now })).toEqual({ at: end.getTime() });
  });
});
