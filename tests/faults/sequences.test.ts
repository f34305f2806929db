import { expect, onTestFinished, test } from 'vitest';
import { isReal } from '../ollama/ollama-under-test.ts';
import { drawSequence } from './draw-sequence.ts';
import { openFaultFixture } from './fault-fixture.ts';
import { describeSeeds, faultSeeds } from './fault-options.ts';
import { runSequence } from './run-sequence.ts';
import { createTally } from './tally.ts';

/** Sequences mostly wait. */
const CONCURRENCY = 6;
const SEQUENCE_TIMEOUT_MS = 300_000;
/** Sequences between two lines that report progress. */
const REPORT_INTERVAL = 50;

function secondsSince(startedAt: number): string {
  return ((performance.now() - startedAt) / 1000).toFixed(1);
}

/** Runs `run` on each item, several at a time, and gives the messages of those that failed. */
async function runConcurrently<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<string[]> {
  const queue = items.values();
  const failures: string[] = [];
  const runQueue = async (): Promise<void> => {
    for (const item of queue) {
      await run(item).catch((error: unknown) => failures.push(error instanceof Error ? error.message : String(error)));
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, runQueue));
  return failures;
}

const { sequences: seeds } = faultSeeds;
const count = seeds.length;

test.skipIf(count === 0)(
  `${count} sequences of faults: the state shown is true, and nothing is left`,
  { timeout: Math.ceil(count / CONCURRENCY) * SEQUENCE_TIMEOUT_MS },
  async () => {
    const fixture = await openFaultFixture();
    onTestFinished(fixture.dispose);
    const startedAt = performance.now();
    const tally = createTally();
    let done = 0;
    let longest = { seed: 0, seconds: 0 };
    const failures = await runConcurrently(seeds, async (seed) => {
      const sequenceStartedAt = performance.now();
      await runSequence(drawSequence(seed, isReal), { fixture, tally }).finally(() => {
        done += 1;
        const seconds = Number(secondsSince(sequenceStartedAt));
        if (seconds > longest.seconds) longest = { seed, seconds };
        if (done % REPORT_INTERVAL === 0) console.log(`${done} of ${count} sequences, ${secondsSince(startedAt)} s`);
      });
    });
    console.log(
      [
        ...failures,
        `${describeSeeds(seeds)}: ${count} sequences, ${failures.length} failed, ${secondsSince(startedAt)} s`,
        `longest: seed ${longest.seed}, ${longest.seconds} s`,
        `steps: ${tally.text()}`,
      ].join('\n'),
    );
    expect(failures).toEqual([]);
  },
);
