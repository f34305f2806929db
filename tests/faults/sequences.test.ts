import { expect, onTestFinished, test } from 'vitest';
import { isReal } from '../ollama/ollama-under-test.ts';
import { drawSequence } from './draw-sequence.ts';
import { prepareGround } from './fault-fixture.ts';
import { asked } from './fault-options.ts';
import { inParallel } from './in-parallel.ts';
import { runSequence } from './run-sequence.ts';
import { createTally } from './tally.ts';

/** They mostly wait. */
const lanes = 6;
const patienceMs = 300_000;
const tellEvery = 50;

const { sequences: count, firstSeed } = asked;

test.skipIf(count === 0)(
  `${count} random sequences of faults: what is shown is the truth, and nothing is left`,
  { timeout: Math.ceil(count / lanes) * patienceMs },
  async () => {
    const ground = await prepareGround();
    onTestFinished(ground.dispose);
    const began = performance.now();
    const seconds = (since: number): string => ((performance.now() - since) / 1000).toFixed(1);
    const drawn = Array.from({ length: count }, (_, i) => drawSequence(firstSeed + i, isReal));
    const tally = createTally();
    let done = 0;
    let longest = { seed: 0, seconds: 0 };
    const failures = await inParallel(drawn, lanes, async (sequence) => {
      const start = performance.now();
      await runSequence(sequence, { ground, tally }).finally(() => {
        done += 1;
        const took = Number(seconds(start));
        if (took > longest.seconds) longest = { seed: sequence.seed, seconds: took };
        if (done % tellEvery === 0) console.log(`${done} of ${count} sequences, ${seconds(began)} s`);
      });
    });
    console.log(
      [
        ...failures,
        `seeds ${firstSeed} to ${firstSeed + count - 1}: ${count} sequences, ${failures.length} failed, ${seconds(began)} s`,
        `longest: seed ${longest.seed}, ${longest.seconds} s`,
        `steps: ${tally.text()}`,
      ].join('\n'),
    );
    expect(failures).toEqual([]);
  },
);
