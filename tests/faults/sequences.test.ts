import { expect, onTestFinished, test } from 'vitest';
import { isReal } from '../ollama/ollama-under-test.ts';
import { drawSequence } from './draw-sequence.ts';
import { openFaultFixture } from './fault-fixture.ts';
import { describeSeeds, faultSeeds } from './fault-options.ts';
import { runConcurrently, secondsSince } from './run-concurrently.ts';
import { runSequence } from './run-sequence.ts';
import { createTally } from './tally.ts';

/** Sequences mostly wait. */
const CONCURRENCY = 6;
const SEQUENCE_TIMEOUT_MS = 300_000;
/** Sequences between two lines that report progress. */
const REPORT_INTERVAL = 50;

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
    const failures = await runConcurrently(seeds, CONCURRENCY, async (seed) => {
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
