import { expect, test } from 'vitest';
import { figuresOf } from './figures.ts';
import type { Outcome } from './send-request.ts';

const whole: Outcome = {
  kind: '/api/chat',
  caller: 'local 127.0.0.1',
  generates: true,
  startedAt: 1_000,
  firstByteAt: 1_040,
  endedAt: 1_900,
  result: 'whole',
  reason: null,
};

test('counts what became of each request, and how long whole ones took to begin', () => {
  const failed: Outcome = { ...whole, firstByteAt: null, result: 'failed', reason: 'ECONNREFUSED' };
  expect(
    figuresOf([
      whole,
      { ...whole, firstByteAt: 1_501 },
      { ...whole, result: 'cut', reason: 'ECONNRESET' },
      failed,
      { ...failed, caller: 'keyed 192.168.77.1' },
      failed,
    ]),
  ).toEqual({
    requests: 6,
    whole: 2,
    cut: 1,
    failed: 3,
    waited: 1,
    longestWaitMs: 501,
    failures: ['2 × local 127.0.0.1: ECONNREFUSED', '1 × keyed 192.168.77.1: ECONNREFUSED'],
  });
  expect(figuresOf([])).toMatchObject({ requests: 0, longestWaitMs: 0, failures: [] });
});
