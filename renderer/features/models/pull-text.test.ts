import { describe, expect, it } from 'vitest';
import type { Pull } from '../../../contract/models.ts';
import { pullAnnouncement, pullPercent, pullText } from './pull-text.ts';

function pull(patch: Partial<Pull>): Pull {
  return {
    id: '1',
    name: 'gemma3:12b',
    state: 'running',
    phase: 'pulling e8ad13eff07a',
    completedBytes: 3.1e9,
    totalBytes: 8.1e9,
    bytesPerSecond: 24.6e6,
    secondsLeft: 170,
    failure: null,
    startedAt: 0,
    ...patch,
  };
}

describe('the text of a pull', () => {
  it.each([
    [pull({}), '3.1 of 8.1 GB, 24.6 MB/s, 3 min left'],
    [pull({ bytesPerSecond: null, secondsLeft: null }), '3.1 of 8.1 GB'],
    [pull({ state: 'paused' }), '3.1 of 8.1 GB, paused'],
    [pull({ state: 'paused', totalBytes: null }), 'Paused'],
    [pull({ totalBytes: null, completedBytes: 0, phase: 'pulling manifest' }), 'Looking up model…'],
    [pull({ completedBytes: 8.1e9, phase: 'verifying sha256 digest' }), '8.1 of 8.1 GB, verifying…'],
    [pull({ completedBytes: 8.1e9, phase: 'writing manifest' }), '8.1 of 8.1 GB, finishing…'],
    [pull({ totalBytes: null, phase: 'waiting for the server' }), 'Waiting for the server…'],
    [pull({ phase: 'waiting for the server' }), '3.1 of 8.1 GB, waiting for the server…'],
    [pull({ state: 'failed' }), '3.1 GB downloaded'],
  ])('%#', (input, text) => expect(pullText(input)).toBe(text));

  it('has a percentage of at most 100 once the size is known', () => {
    expect(pullPercent(pull({}))).toBe(38);
    expect(pullPercent(pull({ totalBytes: null }))).toBeNull();
    expect(pullPercent(pull({ completedBytes: 9e9 }))).toBe(100);
  });

  it('is announced once a quarter, and when it fails', () => {
    expect(pullAnnouncement(pull({ completedBytes: 4.0e9 }))).toBe(pullAnnouncement(pull({ completedBytes: 2.1e9 })));
    const failure = { kind: 'diskFull', message: 'The disk is full.' } as const;
    expect(pullAnnouncement(pull({ state: 'failed', failure }))).toBe('gemma3:12b: The disk is full.');
  });
});
