import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createAnswerTail, judgeAnswer, usageIn } from '../gateway/answer-tail.ts';
import { createActivityLog, keptMs, keptTurnedAway } from './activity-log.ts';
import { answerSpeed } from './answer-speed.ts';

const arrivedStream = { contentType: 'text/event-stream', status: 200, arrived: true, left: false };

const request = { method: 'POST', path: '/v1/chat/completions', model: 'm' };
const usage = { promptTokens: 1, completionTokens: 2 };

describe('the activity log', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('keeps ten thousand, and nothing older than seven days', () => {
    vi.useFakeTimers({ now: 1_000_000_000_000, toFake: ['Date'] });
    const log = createActivityLog();
    for (let n = 0; n < 10_005; n++) log.begin({ ...request, model: `m${n}` }).end('done', usage);
    expect(log.entries()).toHaveLength(10_000);
    expect(log.entries()[0]?.model).toBe('m5');
    vi.setSystemTime(Date.now() + keptMs);
    log.begin(request).end('done', usage);
    expect(log.entries()).toHaveLength(10_000);
    vi.setSystemTime(Date.now() + 1);
    expect(log.entries().map(({ model }) => model)).toEqual(['m']);
  });

  it('lets nobody without a key push out what others asked', () => {
    const log = createActivityLog();
    log.begin({ ...request, caller: '10.0.0.7', key: { id: 'k', name: 'Laptop' } }).end('done', usage);
    for (let n = 0; n < 10_500; n++)
      log.begin({ ...request, model: `m${n}`, caller: '10.0.0.66' }).end('failed', usage);
    expect(log.entries()).toHaveLength(1 + keptTurnedAway);
    expect(log.entries()[0]?.key?.name).toBe('Laptop');
    expect(log.entries().at(-1)?.model).toBe('m10499');
    for (const caller of ['Playground', '127.0.0.1']) {
      for (let n = 0; n < 300; n++) log.begin({ ...request, caller });
    }
    expect(log.entries()).toHaveLength(1 + keptTurnedAway + 600);
  });

  it('tells what changes, and stops when its reader is gone', async () => {
    const log = createActivityLog();
    const end = new AbortController();
    const feed = log.watch(end.signal);
    expect((await feed.next()).value).toEqual({ reset: true, entries: [], removed: [], total: 0 });
    const record = log.begin(request);
    expect((await feed.next()).value).toMatchObject({ reset: false, entries: [{ outcome: 'running', status: null }] });
    record.answered(200);
    record.end('done', usage);
    record.end('cancelled', usage);
    expect((await feed.next()).value).toMatchObject({ entries: [{ outcome: 'done', status: 200, ...usage }] });
    const waiting = feed.next();
    end.abort();
    expect((await waiting).done).toBe(true);
  });

  it('sends the newest that match, then what matches and what does not any more', async () => {
    const log = createActivityLog();
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

  it('tells its reader what is kept no longer', async () => {
    const log = createActivityLog();
    const feed = log.watch();
    await feed.next();
    for (let n = 0; n < keptTurnedAway; n++) log.begin({ ...request, caller: '10.0.0.66' });
    expect((await feed.next()).value).toMatchObject({ removed: [], total: keptTurnedAway });
    log.begin({ ...request, caller: '10.0.0.66' });
    expect((await feed.next()).value).toMatchObject({
      removed: ['1'],
      entries: [{ id: '201' }],
      total: keptTurnedAway,
    });
    await feed.return();
  });

  it('forgets all but what runs, and says so', async () => {
    const log = createActivityLog();
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

  it('counts what runs, as a whole, as answers and as those to callers with a key', () => {
    const log = createActivityLog();
    const key = { id: 'k1', name: 'Laptop' };
    const answers = [log.begin(request), log.begin({ ...request, key })];
    const list = log.begin({ ...request, method: 'GET', key });
    const counts = () => [log.running(), log.answering(), log.answeringKeyed()];
    expect(counts()).toEqual([3, 2, 1]);
    for (const answer of [...answers, ...answers]) answer.end('done', usage);
    list.end('failed', usage);
    expect(counts()).toEqual([0, 0, 0]);
  });

  it('keeps who called, and neither a query nor what looks like a key', () => {
    const secret = `corral-${'a1B2'.repeat(12)}`;
    const log = createActivityLog();
    log.begin(request);
    // What a caller of `begin` holds may have more in it than is to be kept.
    const key = { id: 'k1', name: 'Laptop', secret };
    log.begin({ ...request, path: `/v1/models/x?key=${secret}`, caller: '192.168.1.40', key });
    log.begin({ ...request, path: `/${secret}/v1/models` });
    log.begin({ ...request, model: `${secret}:latest` });
    log.addDirect({
      at: 5,
      caller: 'This Mac',
      method: 'GET',
      path: `/api/tags?t=${secret}`,
      status: 200,
      durationMs: 1,
    });
    expect(log.entries()).toMatchObject([
      { caller: 'Playground', key: null, direct: false },
      { caller: '192.168.1.40', key: { id: 'k1', name: 'Laptop' }, path: '/v1/models/x' },
      { path: '/corral-[hidden]/v1/models' },
      { model: '[hidden]:latest' },
      {
        at: 5,
        caller: 'This Mac',
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
])('a caller at %s is %s', (caller, expected) => {
  const log = createActivityLog();
  log.begin({ ...request, caller });
  expect(log.entries()[0]?.caller).toBe(expected);
});

describe('the speed of an answer', () => {
  const streamed = {
    status: 200,
    outcome: 'done',
    firstByteMs: 500,
    durationMs: 2_500,
    completionTokens: 100,
  } as const;
  it.each([
    ['a streamed answer', {}, { firstTokenMs: 500, tokensPerSecond: 50 }],
    ['one that came whole', { durationMs: 505 }, { firstTokenMs: null, tokensPerSecond: null }],
    ['one of a single token', { completionTokens: 1 }, { firstTokenMs: 500, tokensPerSecond: null }],
    ['one without tokens', { completionTokens: null }, { firstTokenMs: null, tokensPerSecond: null }],
    [
      'one the caller stopped',
      { outcome: 'cancelled', completionTokens: null },
      { firstTokenMs: 500, tokensPerSecond: null },
    ],
    ['a failure', { status: 500 }, { firstTokenMs: null, tokensPerSecond: null }],
    ['one under way', { outcome: 'running', durationMs: null }, { firstTokenMs: 500, tokensPerSecond: null }],
  ] as const)('of %s', (_, change, expected) => {
    expect(answerSpeed({ ...streamed, ...change })).toEqual(expected);
  });
});

describe('the tail of an answer', () => {
  it('finds the usage however the answer is cut into chunks', () => {
    const answer = `${'data: {"choices":[{"delta":{"content":"\\"prompt_tokens\\":99"}}]}\n\n'.repeat(400)}data: {"choices":[],"usage":{"prompt_tokens":26,"completion_tokens":12,"total_tokens":38}}\n\ndata: [DONE]\n\n`;
    const bytes = new TextEncoder().encode(answer);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1 }), (sizes) => {
        const tail = createAnswerTail();
        for (let at = 0, n = 0; at < bytes.length; n++) {
          const size = sizes[n % sizes.length] ?? 1;
          tail.push(bytes.subarray(at, at + size));
          at += size;
        }
        expect(usageIn(tail.text())).toEqual({ promptTokens: 26, completionTokens: 12 });
        expect(judgeAnswer(tail.text(), { path: '/v1/chat/completions', ...arrivedStream }).outcome).toBe('done');
      }),
      { numRuns: 30 },
    );
  });

  it('understands the other shapes, and says nothing where there is nothing', () => {
    expect(usageIn('{"usage":{"prompt_tokens":5,"total_tokens":5}}')).toEqual({
      promptTokens: 5,
      completionTokens: null,
    });
    expect(
      usageIn('{"usage":{"input_tokens":3,"input_tokens_details":{"cached_tokens":0},"output_tokens":4}}'),
    ).toEqual({
      promptTokens: 3,
      completionTokens: 4,
    });
    expect(usageIn('{"object":"list"}')).toEqual({ promptTokens: null, completionTokens: null });
    expect(judgeAnswer('event: response.completed', { path: '/v1/responses', ...arrivedStream }).outcome).toBe('done');
  });
});
