import { expect, test } from 'vitest';
import { decideRestart, noFailures } from './restart-policy.ts';

function run(readyMs: number) {
  return { readyMs, jitter: 0.5 };
}

test('jitter changes a delay by up to a fifth, and an immediate first restart stays immediate', () => {
  const failures = { ...noFailures, exitedAfterReady: 3 };
  const delays = [0, 0.5, 1].map((jitter) => decideRestart(failures, 'exited', { readyMs: 0, jitter }).delayMs);
  expect(delays).toEqual([1_600, 2_000, 2_400]);
  expect(decideRestart(noFailures, 'exited', { readyMs: 0, jitter: 1 }).delayMs).toBe(0);
});

test('groups of failures are counted separately, the attempts together', () => {
  const first = decideRestart(noFailures, 'exitedBeforeReady', run(0));
  const second = decideRestart(first.failures, 'exited', run(10));
  expect([first, second]).toMatchObject([
    { delayMs: 0, attempt: 1 },
    { delayMs: 0, attempt: 2 },
  ]);
});

test('after a healthy minute earlier failures no longer count', () => {
  const failures = { ...noFailures, exitedAfterReady: 3, exitedBeforeReady: 2 };
  expect(decideRestart(failures, 'exited', run(60_000))).toEqual({
    delayMs: 0,
    attempt: 1,
    failures: { ...noFailures, exitedAfterReady: 1 },
  });
  expect(decideRestart(failures, 'exited', run(59_999))).toMatchObject({ delayMs: 2_000, attempt: 6 });
});

test.each([
  ['originsInvalid', 0, [1_000, 2_000, null]],
  ['diskFull', 0, [0, 500, 1_000]],
  ['gpuFault', 5_000, [0, 500, 1_000]],
  // A server that worked may do so again, whatever its last words name.
  ['folderDenied', 5_000, [0, 500, 1_000]],
] as const)('%s after %i ms of work is retried after %j', (kind, readyMs, delays) => {
  let failures = noFailures;
  const seen = delays.map(() => {
    const decision = decideRestart(failures, kind, run(readyMs));
    failures = decision.failures;
    return decision.delayMs;
  });
  expect(seen).toEqual(delays);
});
