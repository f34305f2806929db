import { describe, expect, it } from 'vitest';
import { expiryLabel, lastUsedLabel, modelsLabel, revocationText } from './key-text.ts';
import { apiKeyFixture as key } from './testing/api-key-fixture.ts';

const now = new Date(2026, 10, 23, 15, 53).getTime();

describe('the labels of a key', () => {
  it.each([
    [null, 'Never'],
    [now - 10_000, 'Just now'],
    [now + 10_000, 'Just now'],
    [now - 59 * 60_000, '59 min ago'],
    [now - 60 * 60_000, 'Today, 14:53'],
    [now - 86_400_000, 'Yesterday, 15:53'],
  ])('last used at %s is "%s"', (lastUsedAt, label) => expect(lastUsedLabel({ lastUsedAt }, now)).toBe(label));

  it('gives the last day on which it works', () => {
    expect(expiryLabel(key, now)).toBe('Never');
    expect(expiryLabel({ expiresAt: new Date(2027, 0, 1).getTime() }, now)).toBe('Dec 31');
    expect(expiryLabel({ expiresAt: now }, now)).toBe('Expired');
  });

  it('gives the name of one model, and the number of several', () => {
    expect([modelsLabel(null), modelsLabel(['a']), modelsLabel(['a', 'b'])]).toEqual(['All models', 'a', '2 models']);
  });

  it('explains what stops working', () => {
    const alias = { name: 'a', model: 'b', keyId: 'one' };
    expect(revocationText(key, [], now)).toMatch(
      /lose access immediately, .* interrupted\. It has never been used\. This can’t be undone\.$/,
    );
    const used = { ...key, lastUsedAt: now - 120_000, lastUsedFrom: '192.168.1.7' };
    expect(revocationText(used, [alias, alias], now)).toMatch(
      /It was last used 2 min ago from 192\.168\.1\.7\. Its 2 aliases are deleted too\./,
    );
    const earlier = { ...key, lastUsedAt: new Date(2026, 7, 12, 8, 15).getTime() };
    expect(revocationText(earlier, [], now)).toContain(' It was last used at 08:15 on Aug 12. ');
    expect(revocationText({ ...earlier, lastUsedAt: now }, [], now)).toContain(' It was last used just now. ');
    expect(revocationText({ ...key, expiresAt: now }, [alias], now)).toBe(
      'It has already expired, so nothing stops working. Its alias is deleted too.',
    );
  });
});
