import { describe, expect, it } from 'vitest';
import type { ApiKey } from '../../../../contract/keys.ts';
import { expiryWords, lastUsedWords, modelsWords, revocationWords } from './key-text.ts';

const now = new Date(2026, 10, 23, 15, 53).getTime();
const key: ApiKey = {
  id: 'one',
  name: 'iPad',
  prefix: 'corral-a1b2',
  scope: 'inference',
  models: null,
  cloudAllowed: false,
  createdAt: 0,
  expiresAt: null,
  lastUsedAt: null,
  lastUsedFrom: null,
};

describe('a key in words', () => {
  it.each([
    [null, 'Never'],
    [now - 10_000, 'Just now'],
    [now + 10_000, 'Just now'],
    [now - 59 * 60_000, '59 min ago'],
    [now - 60 * 60_000, 'Today, 14:53'],
    [now - 86_400_000, 'Yesterday, 15:53'],
  ])('last used at %s is "%s"', (lastUsedAt, words) => expect(lastUsedWords({ lastUsedAt }, now)).toBe(words));

  it('names the last day on which it works', () => {
    expect(expiryWords(key, now)).toBe('Never');
    expect(expiryWords({ expiresAt: new Date(2027, 0, 1).getTime() }, now)).toBe('31 Dec');
    expect(expiryWords({ expiresAt: now }, now)).toBe('Expired');
  });

  it('names one model and counts more', () => {
    expect([modelsWords(null), modelsWords(['a']), modelsWords(['a', 'b'])]).toEqual(['All models', 'a', '2 models']);
  });

  it('says what stops working', () => {
    const alias = { name: 'a', model: 'b', keyId: 'one' };
    expect(revocationWords(key, [], now)).toMatch(/refused at once, .* cut off\. It has never been used\. This cannot/);
    const used = { ...key, lastUsedAt: now - 120_000, lastUsedFrom: '192.168.1.7' };
    expect(revocationWords(used, [alias, alias], now)).toMatch(
      /It was last used 2 min ago from 192\.168\.1\.7\. Its 2 aliases go with it\./,
    );
    expect(revocationWords({ ...key, expiresAt: now }, [alias], now)).toBe(
      'It has expired already, so nothing stops working. Its alias goes with it.',
    );
  });
});
