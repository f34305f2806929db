import { expect, test } from 'vitest';
import { type ResponseFacts, type ResponseHandling, responseHandling, upstreamRequest } from './forward-authorized.ts';

const received = {
  accept: 'a/b',
  'content-type': 'text/plain',
  'content-length': '9',
  cookie: 'c=1',
  host: 'mac.local',
};
const bytes = Buffer.from('{}');

test.each([
  [
    'a body that was validated, with its own length',
    'json',
    { bytes, contentType: 'application/json' },
    { headers: { accept: 'a/b', 'content-type': 'application/json', 'content-length': '2' }, body: bytes },
  ],
  [
    'a blob that streams through, with the client’s length',
    'blob',
    null,
    { headers: { accept: 'a/b', 'content-type': 'text/plain', 'content-length': '9' }, body: null },
  ],
  ['no body, and no length', 'none', null, { headers: { accept: 'a/b', 'content-type': 'text/plain' }, body: null }],
] as const)('the server gets %s', (_what, body, validated, expected) => {
  expect(upstreamRequest({ path: '/api/x', body: validated }, { route: { body }, received })).toEqual({
    path: '/api/x',
    ...expected,
  });
});

const facts: ResponseFacts = {
  route: { listField: null },
  method: 'POST',
  status: 200,
  contentType: 'application/json',
  isRestricted: false,
  hasAliases: false,
  usageAdded: false,
};
const list = { route: { listField: 'models' }, method: 'GET' } as const;
function relay(rest: Partial<Extract<ResponseHandling, { kind: 'relay' }>> = {}): ResponseHandling {
  return {
    kind: 'relay',
    removeUsage: false,
    dropLength: false,
    ...rest,
  };
}
const filterList: ResponseHandling = { kind: 'filterList', field: 'models' };

test.each<[string, Partial<ResponseFacts>, ResponseHandling]>([
  ['any response', {}, relay()],
  ['one without a list, for a restricted key', { isRestricted: true, hasAliases: true }, relay()],
  [
    'a stream whose usage was requested for the record',
    { usageAdded: true, contentType: 'text/event-stream' },
    relay({ removeUsage: true, dropLength: true }),
  ],
  ['an error in place of such a stream', { usageAdded: true, status: 500 }, relay()],
  ['a stream whose client asked for the usage', { contentType: 'text/event-stream' }, relay()],
  ['a list for a key with all models', list, relay()],
  ['a list for a restricted key', { ...list, isRestricted: true }, filterList],
  ['a list to which aliases belong', { ...list, hasAliases: true }, filterList],
  [
    'the head of a list for a restricted key',
    { ...list, method: 'HEAD', isRestricted: true },
    relay({ dropLength: true }),
  ],
  ['an error in place of such a list', { ...list, status: 500, isRestricted: true }, relay({ dropLength: true })],
])('%s', (_what, change, expected) => {
  expect(responseHandling({ ...facts, ...change })).toEqual(expected);
});
