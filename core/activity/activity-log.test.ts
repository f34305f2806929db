import { afterEach, describe, expect, it, vi } from 'vitest';
import { MAX_UNAUTHENTICATED_ENTRIES } from '../../contract/derived/limits.ts';
import { endpointOf } from '../gateway/policy/gateway-routes.ts';
import { createActivityLog } from './activity-log.ts';
import { RETENTION_MS } from './retained-requests.ts';

const request = { method: 'POST', path: '/v1/chat/completions', model: 'm' };
const usage = { promptTokens: 1, completionTokens: 2 };

describe('the activity log', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('keeps 10,000 requests, and none older than seven days', () => {
    vi.useFakeTimers({ now: 1_000_000_000_000, toFake: ['Date'] });
    const log = createActivityLog({ endpointOf });
    for (let n = 0; n < 10_005; n++) log.begin({ ...request, model: `m${n}` }).end('done', usage);
    expect(log.entries()).toHaveLength(10_000);
    expect(log.entries()[0]?.model).toBe('m5');
    vi.setSystemTime(Date.now() + RETENTION_MS);
    log.begin(request).end('done', usage);
    expect(log.entries()).toHaveLength(10_000);
    vi.setSystemTime(Date.now() + 1);
    expect(log.entries().map(({ model }) => model)).toEqual(['m']);
  });

  it('keeps only the latest requests without a key, so that they evict no others', () => {
    const log = createActivityLog({ endpointOf });
    log.begin({ ...request, client: '10.0.0.7', key: { id: 'k', name: 'Laptop' } }).end('done', usage);
    for (let n = 0; n < 10_500; n++)
      log.begin({ ...request, model: `m${n}`, client: '10.0.0.66' }).end('failed', usage);
    expect(log.entries()).toHaveLength(1 + MAX_UNAUTHENTICATED_ENTRIES);
    expect(log.entries()[0]?.key?.name).toBe('Laptop');
    expect(log.entries().at(-1)?.model).toBe('m10499');
    for (const client of ['Playground', '127.0.0.1']) {
      for (let n = 0; n < 300; n++) log.begin({ ...request, client });
    }
    expect(log.entries()).toHaveLength(1 + MAX_UNAUTHENTICATED_ENTRIES + 600);
  });

  it('adds requests that were timed elsewhere, over already or not', () => {
    const log = createActivityLog({ endpointOf });
    const now = Date.now();
    const reported: unknown[] = [];
    log.onChange((entry) => reported.push(entry));
    const done = { status: 200, firstByteMs: 50, outcome: 'done', durationMs: 1_050, ...usage } as const;
    log.add({ ...request, at: now - 2 }, done)({ status: 500 });
    expect(reported).toEqual([expect.objectContaining({ at: now - 2, ...done, firstTokenMs: 50, tokensPerSecond: 2 })]);
    const report = log.add({ ...request, at: now - 1 }, { status: 200 });
    expect([log.activeRequests(), log.activeResponses()]).toEqual([1, 1]);
    report({ outcome: 'failed', durationMs: 30 });
    expect(log.activeRequests()).toBe(0);
    expect(log.entries().map(({ at, outcome }) => [at, outcome])).toEqual([
      [now - 2, 'done'],
      [now - 1, 'failed'],
    ]);
  });

  it('streams changes, and stops when its reader aborts', async () => {
    const log = createActivityLog({ endpointOf });
    const end = new AbortController();
    const feed = log.watch(end.signal);
    expect((await feed.next()).value).toEqual({ reset: true, entries: [], removed: [], total: 0 });
    const record = log.begin(request);
    expect((await feed.next()).value).toMatchObject({ reset: false, entries: [{ outcome: 'running', status: null }] });
    record.setStatus(200);
    record.end('done', usage);
    record.end('canceled', usage);
    expect((await feed.next()).value).toMatchObject({ entries: [{ outcome: 'done', status: 200, ...usage }] });
    const waiting = feed.next();
    end.abort();
    expect((await waiting).done).toBe(true);
  });

  it('streams the newest matches, then new matches and those that no longer match', async () => {
    const log = createActivityLog({ endpointOf });
    for (let n = 0; n < 600; n++) log.begin({ ...request, model: n % 6 === 0 ? 'a' : 'b' });
    const record = log.begin({ ...request, model: 'a' });
    const feed = log.watch(undefined, { model: 'a', outcome: 'running' });
    const first = (await feed.next()).value;
    expect(first).toMatchObject({ reset: true, total: 101 });
    expect(first?.entries).toHaveLength(101);
    record.end('done', usage);
    log.begin({ ...request, model: 'b' });
    expect((await feed.next()).value).toEqual({ reset: false, entries: [], removed: ['601', '602'], total: 100 });
    await feed.return();
    const all = log.watch();
    const newest = (await all.next()).value;
    expect(newest).toMatchObject({ total: 602 });
    expect(newest?.entries.map(({ id }) => Number(id))).toEqual(Array.from({ length: 500 }, (_, n) => 103 + n));
    await all.return();
  });

  it('streams the ids of evicted requests', async () => {
    const log = createActivityLog({ endpointOf });
    const feed = log.watch();
    await feed.next();
    for (let n = 0; n < MAX_UNAUTHENTICATED_ENTRIES; n++) log.begin({ ...request, client: '10.0.0.66' });
    expect((await feed.next()).value).toMatchObject({ removed: [], total: MAX_UNAUTHENTICATED_ENTRIES });
    log.begin({ ...request, client: '10.0.0.66' });
    expect((await feed.next()).value).toMatchObject({
      removed: ['1'],
      entries: [{ id: '201' }],
      total: MAX_UNAUTHENTICATED_ENTRIES,
    });
    await feed.return();
  });

  it('clears all but requests in progress, and resets its readers', async () => {
    const log = createActivityLog({ endpointOf });
    log.begin(request).end('done', usage);
    log.begin(request);
    const feed = log.watch();
    await feed.next();
    log.clear();
    expect((await feed.next()).value).toMatchObject({
      reset: true,
      entries: [{ id: '2', outcome: 'running' }],
      total: 1,
    });
    await feed.return();
  });

  it('counts requests in progress, those that generate, and those of them with a key', () => {
    const log = createActivityLog({ endpointOf });
    const key = { id: 'k1', name: 'Laptop' };
    const responses = [log.begin(request), log.begin({ ...request, key })];
    const list = log.begin({ ...request, method: 'GET', key });
    const counts = () => [log.activeRequests(), log.activeResponses(), log.activeKeyedResponses()];
    expect(counts()).toEqual([3, 2, 1]);
    for (const response of [...responses, ...responses]) response.end('done', usage);
    list.end('failed', usage);
    expect(counts()).toEqual([0, 0, 0]);
  });

  it('records the client, but no query and nothing that looks like a key', () => {
    const secret = `corral-${'a1B2'.repeat(12)}`;
    const log = createActivityLog({ endpointOf });
    log.begin(request);
    // A key may come with more than is to be recorded.
    const key = { id: 'k1', name: 'Laptop', secret };
    log.begin({ ...request, path: `/v1/models/x?key=${secret}`, client: '192.168.1.40', key });
    log.begin({ ...request, path: `/${secret}/v1/models` });
    log.begin({ ...request, model: `${secret}:latest` });
    log.addDirect({
      at: 5,
      client: 'This Mac',
      method: 'GET',
      path: `/api/tags?t=${secret}`,
      status: 200,
      durationMs: 1,
    });
    expect(log.entries()).toMatchObject([
      { client: 'Playground', key: null, direct: false },
      { client: '192.168.1.40', key: { id: 'k1', name: 'Laptop' }, path: '/v1/models/x' },
      { path: '/corral-[hidden]/v1/models' },
      { model: '[hidden]:latest' },
      {
        at: 5,
        client: 'This Mac',
        direct: true,
        path: '/api/tags',
        model: null,
        outcome: 'done',
        completionTokens: null,
      },
    ]);
    expect(JSON.stringify(log.entries())).not.toContain('a1B2');
  });
});

it.each([
  ['127.0.0.1', 'This Mac'],
  ['::1', 'This Mac'],
  ['::ffff:127.0.0.1', 'This Mac'],
  ['::ffff:192.168.1.40', '192.168.1.40'],
  ['fd7a:115c:a1e0::1', 'fd7a:115c:a1e0::1'],
  ['Playground', 'Playground'],
])('a client at %s is %s', (client, expected) => {
  const log = createActivityLog({ endpointOf });
  log.begin({ ...request, client });
  expect(log.entries()[0]?.client).toBe(expected);
});
