import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ActivityEntry, type ActivityFilter, ActivityOutcome } from '../../contract/activity.ts';
import { filterMatcher } from './matches-filter.ts';
import { queryActivity } from './query-activity.ts';
import { overviewOf, totalsOf } from './sum-activity.ts';

const minuteMs = 60_000;
/** Noon of a day in local time, so that days are the same in every zone. */
const noon = new Date(2026, 7, 21, 12, 0, 30).getTime();
const dayMs = 24 * 60 * minuteMs;

const entryOf: fc.Arbitrary<Omit<ActivityEntry, 'id'>> = fc.record({
  at: fc.integer({ min: noon - 2 * dayMs, max: noon }),
  client: fc.constantFrom('This Mac', 'Playground', '192.168.1.40'),
  key: fc.constantFrom(null, { id: 'k1', name: 'Laptop' }, { id: 'k2', name: 'Home Assistant' }),
  direct: fc.boolean(),
  method: fc.constantFrom('GET', 'POST'),
  path: fc.constantFrom('/v1/models', '/v1/chat/completions', '/api/chat'),
  model: fc.constantFrom(null, 'qwen3:8b', 'llama3.2:3b'),
  status: fc.constantFrom(null, 200, 401, 500),
  firstByteMs: fc.constant(null),
  firstTokenMs: fc.constant(null),
  tokensPerSecond: fc.constant(null),
  durationMs: fc.constantFrom(null, 12),
  promptTokens: fc.option(fc.nat(5_000)),
  completionTokens: fc.option(fc.nat(5_000)),
  outcome: fc.constantFrom(...ActivityOutcome.options),
});
const entriesOf = fc
  .array(entryOf, { maxLength: 60 })
  .map((entries) => entries.map((entry, index): ActivityEntry => ({ ...entry, id: String(index + 1) })));
const filterOf: fc.Arbitrary<ActivityFilter> = fc.record(
  {
    text: fc.constantFrom('', ' LAP', 'qwen', 'post /v1', '401', '192', 'no such thing'),
    key: fc.constantFrom(null, 'k1', 'k2', 'k3'),
    model: fc.constantFrom(null, 'qwen3:8b'),
    outcome: fc.constantFrom(...ActivityOutcome.options),
    from: fc.integer({ min: noon - 2 * dayMs, max: noon }),
    to: fc.integer({ min: noon - 2 * dayMs, max: noon }),
  },
  { requiredKeys: [] },
);

describe('a filter', () => {
  it('matches what each of its conditions matches', () => {
    fc.assert(
      fc.property(entriesOf, filterOf, (entries, filter) => {
        const alone = Object.entries(filter).map(([name, value]) => filterMatcher({ [name]: value }));
        const combined = filterMatcher(filter);
        for (const entry of entries) expect(combined(entry)).toBe(alone.every((matches) => matches(entry)));
      }),
    );
  });

  it.each([
    [{ text: ' LAPTOP ' }, ['1']],
    [{ text: 'qwen' }, ['1']],
    [{ text: 'get /v1/mod' }, ['2']],
    [{ text: '401' }, ['2']],
    [{ text: '1.40' }, ['2']],
    [{ key: null }, ['2', '3']],
    [{ key: 'k1' }, ['1']],
    [{ model: null }, ['2', '3']],
    [{ outcome: 'failed' }, ['2']],
    [{ from: 20 }, ['2', '3']],
    [{ to: 20 }, ['1']],
    [{}, ['1', '2', '3']],
  ] as const)('%j', (filter, expected) => {
    const base = { method: 'POST', path: '/api/chat', status: 200, direct: false, durationMs: null, firstByteMs: null };
    const none = { promptTokens: null, completionTokens: null, firstTokenMs: null, tokensPerSecond: null };
    const anybody = { ...base, ...none, client: 'This Mac', key: null, model: null, outcome: 'done' } as const;
    const entries: ActivityEntry[] = [
      { ...anybody, id: '1', at: 10, key: { id: 'k1', name: 'Laptop' }, model: 'qwen3:8b' },
      {
        ...anybody,
        id: '2',
        at: 20,
        client: '192.168.1.40',
        method: 'GET',
        path: '/v1/models',
        status: 401,
        outcome: 'failed',
      },
      { ...anybody, id: '3', at: 30 },
    ];
    expect(entries.filter(filterMatcher(filter)).map(({ id }) => id)).toEqual(expected);
  });
});

describe('a query', () => {
  it('pages through each match once, newest first', () => {
    fc.assert(
      fc.property(entriesOf, filterOf, fc.integer({ min: 1, max: 20 }), (entries, filter, limit) => {
        const found: ActivityEntry[] = [];
        for (let more = true; more; ) {
          const before = found.at(-1)?.id;
          const page = queryActivity(entries, { ...filter, limit, ...(before === undefined ? {} : { before }) });
          found.push(...page.entries);
          more = page.more;
        }
        expect(found).toEqual(entries.filter(filterMatcher(filter)).reverse());
      }),
    );
  });
});

describe('the totals', () => {
  it('add up to the same for every grouping', () => {
    fc.assert(
      fc.property(entriesOf, (entries) => {
        const { all, byKey, byModel, byDay } = totalsOf(entries);
        expect(all.requests).toBe(entries.length);
        for (const groups of [byKey, byModel, byDay]) {
          for (const name of ['requests', 'errors', 'promptTokens', 'completionTokens'] as const) {
            expect(groups.reduce((sum, group) => sum + group[name], 0)).toBe(all[name]);
          }
        }
        expect(new Set(byDay.map(({ day }) => day)).size).toBe(byDay.length);
      }),
    );
  });

  it('are grouped by key (with its latest name), model, and local day', () => {
    const [first] = fc.sample(entryOf, 1);
    if (!first) throw new Error('no sample');
    const completed = { ...first, outcome: 'done', model: 'm', promptTokens: 1, completionTokens: 2 } as const;
    const totals = totalsOf([
      { ...completed, id: '1', at: noon - dayMs, key: { id: 'k', name: 'Old name' } },
      { ...completed, id: '2', at: noon, key: { id: 'k', name: 'New name' }, outcome: 'failed' },
      { ...completed, id: '3', at: noon, key: null, model: null, promptTokens: null, completionTokens: null },
    ]);
    expect(totals).toEqual({
      all: { requests: 3, errors: 1, promptTokens: 2, completionTokens: 4 },
      byKey: [
        { key: { id: 'k', name: 'New name' }, requests: 2, errors: 1, promptTokens: 2, completionTokens: 4 },
        { key: null, requests: 1, errors: 0, promptTokens: 0, completionTokens: 0 },
      ],
      byModel: [
        { model: 'm', requests: 2, errors: 1, promptTokens: 2, completionTokens: 4 },
        { model: null, requests: 1, errors: 0, promptTokens: 0, completionTokens: 0 },
      ],
      byDay: [
        { day: '2026-08-21', requests: 2, errors: 1, promptTokens: 1, completionTokens: 2 },
        { day: '2026-08-20', requests: 1, errors: 0, promptTokens: 1, completionTokens: 2 },
      ],
    });
  });
});

describe('the overview', () => {
  it('counts each request of the last hour in its minute', () => {
    fc.assert(
      fc.property(entriesOf, (entries) => {
        const { minutes, today, running } = overviewOf(entries, noon);
        expect(minutes).toHaveLength(60);
        expect(minutes.at(-1)?.at).toBe(noon - 30_000);
        const begin = minutes[0]?.at ?? 0;
        const lastHour = entries.filter(({ at }) => at >= begin);
        expect(minutes.reduce((sum, minute) => sum + minute.requests, 0)).toBe(lastHour.length);
        for (const { at, requests } of minutes) {
          expect(requests).toBe(entries.filter((entry) => entry.at >= at && entry.at < at + minuteMs).length);
        }
        expect(today.requests).toBe(entries.filter(({ at }) => at >= noon - dayMs / 2 - 30_000).length);
        expect(running).toBe(entries.filter(({ outcome }) => outcome === 'running').length);
      }),
    );
  });
});
