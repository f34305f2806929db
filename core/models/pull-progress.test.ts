import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterLine,
  emptyProgress,
  PullLine,
  type PullProgress,
  reconnected,
  secondsLeft,
  speedOf,
} from './pull-progress.ts';

function feed(lines: readonly [at: number, line: Partial<PullLine>][], from: PullProgress = emptyProgress) {
  return lines.reduce((progress, [at, line]) => afterLine(progress, PullLine.parse(line), at), from);
}

describe('pull progress', () => {
  it('sums over distinct digests and counts a layer as complete once the next begins', () => {
    const progress = feed([
      [0, { status: 'pulling manifest' }],
      [1, { status: 'pulling a', digest: 'a', total: 100 }],
      [2, { status: 'pulling a', digest: 'a', total: 100, completed: 90 }],
      [3, { status: 'pulling b', digest: 'b', total: 50, completed: 10 }],
      [4, { status: 'verifying sha256 digest' }],
    ]);
    expect(progress).toMatchObject({ completedBytes: 110, totalBytes: 150, phase: 'verifying sha256 digest' });
  });

  it('measures what was received, not what was on disk already', () => {
    const progress = feed([
      [0, { status: 'p', digest: 'cached', total: 1_000_000, completed: 1_000_000 }],
      [0, { status: 'p', digest: 'b', total: 10_000, completed: 5000 }],
      [1000, { status: 'p', digest: 'b', total: 10_000, completed: 6000 }],
      [2000, { status: 'p', digest: 'b', total: 10_000, completed: 7000 }],
    ]);
    expect(speedOf(progress)).toBe(1000);
    expect(secondsLeft(progress)).toBe(3);
  });

  it('drops to zero when a pull stalls', () => {
    const line = (completed: number) => ({ status: 'p', digest: 'a', total: 1e6, completed });
    const progress = feed([
      [0, line(0)],
      [1000, line(500_000)],
      ...[7000, 8000, 13_000, 14_000].map((at): [number, Partial<PullLine>] => [at, line(500_000)]),
    ]);
    expect(speedOf(progress)).toBe(0);
    expect(secondsLeft(progress)).toBeNull();
  });

  it('never decreases or overshoots, whatever the lines and reconnects', () => {
    const line = fc.record({
      digest: fc.constantFrom('a', 'b', 'c'),
      total: fc.nat(1000),
      completed: fc.option(fc.nat(2000), { nil: undefined }),
      reconnect: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        let progress: PullProgress = emptyProgress;
        for (const [at, { reconnect, ...rest }] of lines.entries()) {
          const next = afterLine(reconnect ? reconnected(progress) : progress, { status: 'p', ...rest }, at * 100);
          expect(next.completedBytes).toBeGreaterThanOrEqual(progress.completedBytes);
          expect(next.completedBytes).toBeLessThanOrEqual(next.totalBytes ?? 0);
          expect(speedOf(next) ?? 0).toBeGreaterThanOrEqual(0);
          progress = next;
        }
      }),
    );
  });
});
