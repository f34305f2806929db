import { expect, it } from 'vitest';
import { eventually } from '../../../tests/eventually.ts';
import { createActivityLog, NO_USAGE } from '../../activity/activity-log.ts';
import { endpointOf } from '../policy/gateway-routes.ts';
import { createActivityBatches } from './activity-batches.ts';
import type { Batch } from './messages.ts';
import { createActivityReplay } from './replay-activity.ts';

const request = { method: 'POST', path: '/v1/chat/completions', model: 'm', client: '10.0.0.7' };
const usage = { promptTokens: 1, completionTokens: 2 };

function openBatches() {
  const posted: Batch[] = [];
  // What is posted is copied.
  const batches = createActivityBatches((batch) => void posted.push(structuredClone(batch)));
  return { posted, ...batches };
}

it('posts at once what begins when nothing has happened for a while, and what follows together', async () => {
  const { posted, activity, keyUsed } = openBatches();
  const key = { id: 'k', name: 'Laptop', scope: 'inference', models: ['a'], cloudAllowed: false };
  const record = activity.begin({ ...request, key });
  keyUsed('k', '10.0.0.7');
  await eventually(() => expect(posted).toHaveLength(1));
  const begun = { ...request, key: { id: 'k', name: 'Laptop' }, at: expect.any(Number) };
  expect(posted[0]).toEqual({
    requests: [{ id: 1, begun, progress: {} }],
    keyUses: [['k', '10.0.0.7']],
    unexpected: [],
  });
  record.setStatus(200);
  record.firstByte();
  for (let n = 0; n < 50; n += 1) activity.begin(request).end('canceled', NO_USAGE);
  record.end('done', usage);
  record.end('failed', NO_USAGE);
  await eventually(() => expect(posted).toHaveLength(2));
  expect(posted[1]?.requests).toHaveLength(51);
  expect(posted[1]?.requests[0]).toEqual({
    id: 1,
    begun: null,
    progress: {
      status: 200,
      firstByteMs: expect.any(Number),
      outcome: 'done',
      durationMs: expect.any(Number),
      ...usage,
    },
  });
});

it('posts at once what there is when asked to, and errors with their stack and code', () => {
  const { posted, unexpected, flush } = openBatches();
  flush();
  expect(posted).toEqual([]);
  unexpected(Object.assign(new Error('no room'), { code: 'EMFILE' }));
  flush();
  expect(posted).toMatchObject([{ unexpected: [{ message: 'no room', code: 'EMFILE', stack: expect.any(String) }] }]);
});

it('is entered into the log with the times that were measured; what a dead worker was doing has failed', () => {
  const log = createActivityLog({ endpointOf });
  const replay = createActivityReplay(log);
  const at = Date.now() - 5_000;
  replay.apply([
    { id: 1, begun: { ...request, at }, progress: { status: 200, firstByteMs: 20 } },
    { id: 2, begun: { ...request, at }, progress: { outcome: 'done', durationMs: 10, ...usage } },
    { id: 3, begun: { ...request, at: at + 1 }, progress: {} },
  ]);
  replay.apply([
    { id: 1, begun: null, progress: { outcome: 'done', durationMs: 1_020, ...usage } },
    { id: 9, begun: null, progress: { status: 200 } },
  ]);
  expect(log.activeResponses()).toBe(1);
  replay.end();
  replay.end();
  expect(log.activeResponses()).toBe(0);
  expect(log.entries()).toMatchObject([
    { at, status: 200, firstByteMs: 20, durationMs: 1_020, tokensPerSecond: 2, outcome: 'done' },
    { at, durationMs: 10, outcome: 'done' },
    { at: at + 1, outcome: 'failed', durationMs: expect.any(Number) },
  ]);
});
