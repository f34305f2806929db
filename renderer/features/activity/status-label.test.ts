import { expect, test } from 'vitest';
import { statusDetail, statusLabel } from './status-label.ts';
import { activityEntry } from './testing/activity-entry-fixture.ts';

test.each([
  [{}, { tone: 'ok', text: '200' }],
  [
    { outcome: 'running', status: null },
    { tone: 'busy', text: 'In progress' },
  ],
  [{ outcome: 'canceled' }, { tone: 'hollow', text: 'Canceled' }],
  [
    { outcome: 'interrupted', status: null },
    { tone: 'hollow', text: 'Interrupted' },
  ],
  [{ status: 401 }, { tone: 'bad', text: '401 invalid key' }],
  [{ status: 404 }, { tone: 'warn', text: '404 model not found' }],
  [
    { status: 404, model: null },
    { tone: 'warn', text: '404 not found' },
  ],
  [{ status: 500 }, { tone: 'bad', text: '500 server error' }],
  [
    { status: 503, outcome: 'failed', firstByteMs: null },
    { tone: 'bad', text: '503 unavailable' },
  ],
  [
    { status: 503, outcome: 'failed', firstByteMs: 4 },
    { tone: 'bad', text: '503 server busy' },
  ],
  [
    { status: 503, outcome: 'failed', firstByteMs: null, direct: true },
    { tone: 'bad', text: '503 server busy' },
  ],
  [{ status: 418 }, { tone: 'warn', text: '418' }],
  [{ outcome: 'failed' }, { tone: 'bad', text: '200 interrupted' }],
  [
    { outcome: 'failed', status: null },
    { tone: 'bad', text: 'Failed' },
  ],
] as const)('%j shows as %j', (change, expected) => {
  expect(statusLabel(activityEntry(1, change))).toEqual(expected);
});

test('only a 503 has causes to explain: Corral’s own, or the server’s', () => {
  const failed = activityEntry(1, { status: 503, outcome: 'failed' });
  expect(statusDetail({ ...failed, firstByteMs: null })).toMatch(/^The server wasn’t running, or/);
  expect(statusDetail({ ...failed, firstByteMs: 4 })).toMatch(/request queue was full\.$/);
  expect(statusDetail({ ...failed, status: 500 })).toBeNull();
  expect(statusDetail(activityEntry(1))).toBeNull();
});
