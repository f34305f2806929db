import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { ActivityEntry } from '../../../contract/activity.ts';
import { filterOf, keyOptions, modelOptions, unfiltered } from './activity-choice.ts';
import { csvOf } from './activity-csv.ts';
import { seconds, timeOfWeek } from './activity-figures.ts';
import { createActivityView } from './activity-view.ts';
import { statusDetail, statusLabel } from './status-label.ts';

function entry(id: number, change: Partial<ActivityEntry> = {}): ActivityEntry {
  return {
    id: String(id),
    at: id,
    client: 'Playground',
    key: null,
    direct: false,
    method: 'POST',
    path: '/v1/chat/completions',
    model: 'qwen3:8b',
    status: 200,
    firstByteMs: 500,
    firstTokenMs: 500,
    durationMs: 2_500,
    promptTokens: 10,
    completionTokens: 100,
    tokensPerSecond: 50,
    outcome: 'done',
    ...change,
  };
}
function entries(...ids: number[]) {
  return ids.map((id) => entry(id));
}

describe('the view of the requests', () => {
  const ids = (view: ReturnType<typeof createActivityView>) => view.get().rows.map(({ id }) => Number(id));
  const begin = (total: number, ...first: number[]) => {
    const view = createActivityView();
    view.receive({ reset: true, entries: entries(...first), removed: [], total });
    return view;
  };

  it('adds new requests on top, updates known ones, and removes those that no longer match', () => {
    const view = begin(3, 1, 2, 3);
    expect(ids(view)).toEqual([3, 2, 1]);
    view.receive({
      reset: false,
      entries: [entry(2, { outcome: 'failed' }), ...entries(5, 4)],
      removed: ['1'],
      total: 4,
    });
    expect(ids(view)).toEqual([5, 4, 3, 2]);
    expect(view.get().rows[3]?.outcome).toBe('failed');
    expect(view.get()).toMatchObject({ addedOnTop: 2, total: 4, generation: 1 });
  });

  it('inserts a request that starts to match in its place, which is not on top', () => {
    const view = begin(2, 1, 5);
    view.receive({ reset: false, entries: entries(3), removed: [], total: 3 });
    expect(ids(view)).toEqual([5, 3, 1]);
    expect(view.get().addedOnTop).toBe(0);
  });

  it('adds older pages at the end, and drops one that was requested before a reset', () => {
    const view = begin(6, 5, 6);
    const { generation } = view.get();
    view.receive({ reset: false, entries: entries(2), removed: [], total: 6 });
    expect(ids(view)).toEqual([6, 5]);
    view.addOlder({ entries: entries(4, 3), more: true }, generation);
    view.addOlder({ entries: entries(2, 1), more: false }, generation);
    expect(ids(view)).toEqual([6, 5, 4, 3, 2, 1]);
    view.receive({ reset: true, entries: entries(7), removed: [], total: 2 });
    view.addOlder({ entries: entries(1), more: false }, generation);
    expect(ids(view)).toEqual([7]);
  });

  it('is always newest first, without duplicates', () => {
    const id = fc.integer({ min: 1, max: 30 });
    const event = fc.record({ added: fc.uniqueArray(id), removed: fc.uniqueArray(id) });
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const view = begin(0);
        const expected = new Set<number>();
        for (const { added, removed } of events) {
          for (const each of removed) expected.delete(each);
          const onlyRemoved = removed.filter((each) => !added.includes(each));
          for (const each of added) expected.add(each);
          view.receive({
            reset: false,
            entries: entries(...added),
            removed: onlyRemoved.map(String),
            total: expected.size,
          });
        }
        expect(ids(view)).toEqual([...expected].sort((one, other) => other - one));
      }),
    );
  });
});

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
  expect(statusLabel(entry(1, change))).toEqual(expected);
});

test('only a 503 has causes to explain: Corral’s own, or the server’s', () => {
  const failed = entry(1, { status: 503, outcome: 'failed' });
  expect(statusDetail({ ...failed, firstByteMs: null })).toMatch(/^The server wasn’t running, or/);
  expect(statusDetail({ ...failed, firstByteMs: 4 })).toMatch(/request queue was full\.$/);
  expect(statusDetail({ ...failed, status: 500 })).toBeNull();
  expect(statusDetail(entry(1))).toBeNull();
});

test.each([
  [null, '–'],
  [0, '0.00 s'],
  [314, '0.31 s'],
  [9_990, '9.99 s'],
  [9_996, '10 s'],
  [42_400, '42 s'],
  [59_600, '1 m 00 s'],
  [185_000, '3 m 05 s'],
])('%s milliseconds are %s', (ms, expected) => {
  expect(seconds(ms)).toBe(expected);
});

test('a time before today includes its day', () => {
  const midnight = new Date(2026, 7, 21).getTime();
  expect(timeOfWeek(midnight + 57_188_000, midnight)).toBe('15:53:08');
  expect(timeOfWeek(midnight - 1, midnight)).toBe('Thu 23:59');
});

test('the CSV contains no formula from a client', () => {
  const odd = entry(1, { at: 0, client: '=1+1', key: { id: 'k', name: 'a, "b"' }, model: null, path: '/x' });
  expect(csvOf([odd]).split('\r\n')).toEqual([
    'time,caller,direct,key,model,method,endpoint,status,outcome,first_token_ms,duration_ms,tokens_in,tokens_out,tokens_per_second',
    `1970-01-01T00:00:00.000Z,'=1+1,no,"a, ""b""",,POST,/x,200,done,500,2500,10,100,50`,
    '',
  ]);
});

test('the choices become the filter of the request', () => {
  expect(filterOf(unfiltered)).toEqual({});
  expect(filterOf({ ...unfiltered, text: '  web ', outcome: 'failed' })).toEqual({ text: 'web', outcome: 'failed' });
  const [all, odd, without] = modelOptions(['*'], unfiltered.model).map(({ value }) =>
    filterOf({ ...unfiltered, model: value }),
  );
  expect([all, odd, without]).toEqual([{}, { model: '*' }, { model: null }]);
  const keys = keyOptions([{ id: '-', name: 'Laptop' }], unfiltered.key);
  expect(keys.map(({ value }) => filterOf({ ...unfiltered, key: value }))).toEqual([{}, { key: '-' }, { key: null }]);
});

test('a chosen model or key stays an option when its last request is gone', () => {
  const [, { value = '' } = {}] = modelOptions(['qwen3:8b'], unfiltered.model);
  expect(modelOptions([], value).at(-1)).toEqual({ value, label: 'qwen3:8b' });
  expect(keyOptions([], '=k1').map((option) => option.value)).toContain('=k1');
});
