import { describe, expect, it } from 'vitest';
import { expiryTime } from './key-expiry.ts';
import { emptyDraft, type NewKeyDraft, readDraft } from './new-key-draft.ts';

const now = new Date(2026, 10, 23, 15, 53).getTime();
function read(part: Partial<NewKeyDraft>) {
  return readDraft({ ...emptyDraft, ...part }, { taken: ['iPad'], now });
}

describe('the form for a new key', () => {
  it.each([
    [{ name: '  ' }, /name/],
    [{ name: ' iPad ' }, /already exists/],
    [{ name: 'x', allModels: false }, /at least one model/],
    [{ name: 'x', allModels: false, selected: Array.from({ length: 501 }, (_, n) => `m${n}`) }, /up to 500 models/],
    [{ name: 'x', expiry: 'date' as const, date: '' }, /Choose a date\./],
    [{ name: 'x', expiry: 'date' as const, date: '2026-11-22' }, /in the future/],
  ])('rejects %j', (part, problem) => {
    expect(read(part)).toEqual({ problem: expect.stringMatching(problem) });
  });

  it('reads a valid draft, with the selected models only where it isn’t for all models', () => {
    const selected = ['qwen3:8b'];
    expect(read({ name: ' iPhone ', selected })).toEqual({
      key: { name: 'iPhone', scope: 'inference', models: null, cloudAllowed: false, expiresAt: null },
    });
    expect(read({ name: 'x', allModels: false, selected, scope: 'full', cloudAllowed: true })).toEqual({
      key: { name: 'x', scope: 'full', models: selected, cloudAllowed: true, expiresAt: null },
    });
  });
});

describe('the expiration of a key', () => {
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
