import { expect, onTestFinished, test } from 'vitest';
import { isReal } from '../ollama/ollama-under-test.ts';
import { openFaultFixture } from './fault-fixture.ts';
import { describeSeeds, faultSeeds } from './fault-options.ts';
import { drawGatewaySequence, runGatewaySequence } from './gateway-sequence.ts';
import { runConcurrently, secondsSince } from './run-concurrently.ts';
import { createTally } from './tally.ts';

/** Each starts a host of its own. */
const CONCURRENCY = 3;
const SEQUENCE_TIMEOUT_MS = 300_000;

const { gateways: seeds } = faultSeeds;
const count = seeds.length;

test.skipIf(count === 0)(
  `${count} sequences of faults of a whole host: each port is the right process's, requests end, and nothing is left`,
  { timeout: Math.ceil(count / CONCURRENCY) * SEQUENCE_TIMEOUT_MS },
  async () => {
    const fixture = await openFaultFixture();
    onTestFinished(fixture.dispose);
    const startedAt = performance.now();
    const tally = createTally();
    const failures = await runConcurrently(seeds, CONCURRENCY, (seed) =>
      runGatewaySequence(drawGatewaySequence(seed, isReal), { fixture, tally }),
    );
    console.log(
      [
        ...failures,
        `${describeSeeds(seeds)}: ${count} sequences of a whole host, ${failures.length} failed, ${secondsSince(startedAt)} s`,
        `steps: ${tally.text()}`,
      ].join('\n'),
    );
    expect(failures).toEqual([]);
  },
);
