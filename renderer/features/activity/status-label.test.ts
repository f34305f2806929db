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
  [{ status: 404 }, { tone: 'warn', text: '404 model not found' }],
  [
    { status: 404, model: null },
    { tone: 'warn', text: '404 not found' },
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

const own = { outcome: 'failed', firstByteMs: null } as const;

test.each([
  ['server_not_running', 503, '503 not running'],
  ['server_not_running', 502, '502 no response'],
  ['overloaded', 503, '503 overloaded'],
  ['bad_upstream_response', 502, '502 invalid response'],
  ['internal_error', 500, '500 Corral error'],
  ['missing_api_key', 401, '401 no key'],
  ['invalid_api_key', 401, '401 invalid key'],
  ['scope_not_allowed', 403, '403 scope not allowed'],
  ['model_not_allowed', 403, '403 model not allowed'],
  ['cloud_not_allowed', 403, '403 cloud not allowed'],
  ['forbidden_host', 403, '403 host not allowed'],
  ['forbidden_origin', 403, '403 origin not allowed'],
  ['not_found_error', 404, '404 not found'],
  ['invalid_request_error', 400, '400 bad request'],
  ['invalid_request_error', 405, '405 wrong method'],
  ['request_too_large', 413, '413 too large'],
  ['unsupported_encoding', 415, '415 unsupported type'],
  ['too_many_requests', 429, '429 too many requests'],
] as const)('Corral’s own %s with %i shows as %s', (errorType, status, text) => {
  expect(statusLabel(activityEntry(1, { ...own, errorType, status })).text).toBe(text);
});

test.each([
  [400, '400 bad request'],
  [401, '401 not signed in'],
  [403, '403 not allowed'],
  [429, '429 rate limited'],
  [500, '500 server error'],
  [502, '502 no response'],
  [503, '503 server busy'],
  [504, '504 timed out'],
])('the server’s %i shows as %s', (status, text) => {
  expect(statusLabel(activityEntry(1, { outcome: 'failed', status })).text).toBe(text);
  expect(statusLabel(activityEntry(1, { ...own, direct: true, status })).text).toBe(text);
});

test.each([
  [401, '401 invalid key'],
  [503, '503 unavailable'],
])('a %i that an earlier build recorded shows as %s', (status, text) => {
  expect(statusLabel(activityEntry(1, { ...own, status })).text).toBe(text);
});

test('a sentence explains what a few words don’t', () => {
  expect(statusDetail(activityEntry(1, { ...own, status: 503 }))).toMatch(/^The server wasn’t running, or/);
  expect(statusDetail(activityEntry(1, { ...own, status: 503, errorType: 'overloaded' }))).toMatch(/^Too much data/);
  expect(statusDetail(activityEntry(1, { ...own, status: 503, errorType: 'server_not_running' }))).toBeNull();
  expect(statusDetail(activityEntry(1, { outcome: 'failed', status: 503 }))).toMatch(/request queue was full\.$/);
  expect(statusDetail(activityEntry(1, { outcome: 'failed', status: 500 }))).toBeNull();
  expect(statusDetail(activityEntry(1))).toBeNull();
});
