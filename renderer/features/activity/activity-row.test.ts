import { expect, test } from 'vitest';
import type { ActivityEntry } from '../../../contract/activity.ts';
import { filterActivity, statusWords, tokensPerSecond } from './activity-row.ts';

const entry: ActivityEntry = {
  id: '1',
  at: 0,
  method: 'POST',
  path: '/v1/chat/completions',
  model: 'qwen3:8b',
  status: 200,
  firstByteMs: 500,
  durationMs: 2_500,
  promptTokens: 10,
  completionTokens: 100,
  outcome: 'done',
};

test.each([
  [{}, { tone: 'ok', words: '200' }],
  [
    { outcome: 'running', status: null },
    { tone: 'busy', words: 'Answering' },
  ],
  [{ outcome: 'cancelled' }, { tone: 'hollow', words: 'Stopped' }],
  [{ status: 404 }, { tone: 'warn', words: '404 no model' }],
  [{ status: 500 }, { tone: 'bad', words: '500 failed' }],
  [{ status: 418 }, { tone: 'warn', words: '418' }],
  [{ outcome: 'failed' }, { tone: 'bad', words: '200 cut off' }],
  [
    { outcome: 'failed', status: null },
    { tone: 'bad', words: 'Failed' },
  ],
] as const)('%j shows as %j', (change, expected) => {
  expect(statusWords({ ...entry, ...change })).toEqual(expected);
});

test('the speed counts from the first byte on', () => {
  expect(tokensPerSecond(entry)).toBe(50);
  expect(tokensPerSecond({ ...entry, completionTokens: null })).toBeNull();
  expect(tokensPerSecond({ ...entry, durationMs: 500 })).toBeNull();
});

test('filters by model, by endpoint, and by failure', () => {
  const failed = { ...entry, id: '2', status: 503, model: null, path: '/v1/models' };
  const all = [entry, failed];
  expect(filterActivity(all, 'QWEN', false)).toEqual([entry]);
  expect(filterActivity(all, 'v1/models', false)).toEqual([failed]);
  expect(filterActivity(all, '', true)).toEqual([failed]);
});
