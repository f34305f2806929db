import { expect, it } from 'vitest';
import type { RunSummary } from '../server.ts';
import { consecutiveFailures, restartCount } from './server-runs.ts';

function run(lastedMs: number, kind: string | null): RunSummary {
  return {
    runId: 'r',
    startedAt: 1_000,
    pid: 7,
    version: '1',
    adopted: false,
    end: kind === null ? null : { at: 1_000 + lastedMs, kind, message: 'It quit.' },
  };
}

it('counts a run after one that ended unexpectedly as a restart', () => {
  const [crashed, stopped, byOther] = ['exited', 'stopped', 'stoppedByOther'].map((kind) => run(5_000, kind));
  if (!crashed || !stopped || !byOther) throw new Error('a run is missing');
  expect([[], [crashed], [run(0, null), crashed, stopped, byOther, crashed]].map(restartCount)).toEqual([0, 0, 2]);
});

it('counts consecutive failures back to a run that was stable, was stopped, or is running', () => {
  const short = run(5_000, 'exited');
  expect(consecutiveFailures([short, short, run(90_000, 'exited'), short])).toHaveLength(2);
  expect(consecutiveFailures([short, run(5_000, 'stopped'), short])).toHaveLength(1);
  expect(consecutiveFailures([run(0, null), short])).toHaveLength(0);
  expect(consecutiveFailures([short, short])).toHaveLength(2);
});
