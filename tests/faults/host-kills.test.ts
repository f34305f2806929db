import { expect, onTestFinished, test } from 'vitest';
import { isReal } from '../ollama/ollama-under-test.ts';
import { openFaultFixture } from './fault-fixture.ts';
import { describeSeeds, faultSeeds } from './fault-options.ts';
import { drawKillRound, playRounds } from './kill-rounds.ts';
import { createTally } from './tally.ts';

/** Each has a data folder of its own; more than these would only wait for the processor. */
const CONCURRENCY = 2;
const ROUND_TIMEOUT_MS = 180_000;

const { hostKills: seeds } = faultSeeds;
const count = seeds.length;

test.skipIf(count === 0)(
  `${count} kills of Corral itself in random states: the next start leaves no orphan`,
  { timeout: Math.ceil(count / CONCURRENCY) * ROUND_TIMEOUT_MS },
  async () => {
    const fixture = await openFaultFixture();
    onTestFinished(fixture.dispose);
    const startedAt = performance.now();
    const rounds = seeds.map((seed) => drawKillRound(seed, isReal));
    const tally = createTally();
    for (const { point } of rounds) tally.add(point.name, true);
    const played = Array.from({ length: CONCURRENCY }, (_, lane) =>
      playRounds(
        rounds.filter((_round, i) => i % CONCURRENCY === lane),
        fixture,
      ),
    );
    const failures = (await Promise.all(played)).flat();
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(
      [
        ...failures,
        `${describeSeeds(seeds)}: ${count} kills of the host, ${failures.length} failed, ${seconds} s`,
        `points: ${tally.text()}`,
      ].join('\n'),
    );
    expect(failures).toEqual([]);
  },
);
