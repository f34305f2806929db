import { expect, onTestFinished, test } from 'vitest';
import { isReal } from '../ollama/ollama-under-test.ts';
import { prepareGround } from './fault-fixture.ts';
import { asked } from './fault-options.ts';
import { drawHostRound, playRounds } from './host-rounds.ts';
import { createTally } from './tally.ts';

/** Each lane is one data folder; more than these would only wait for the processor. */
const lanes = 2;
const patienceMs = 180_000;

const { hostKills: count, firstSeed } = asked;

test.skipIf(count === 0)(
  `${count} kills of Corral itself in random states: the next start leaves no orphan`,
  { timeout: Math.ceil(count / lanes) * patienceMs },
  async () => {
    const ground = await prepareGround();
    onTestFinished(ground.dispose);
    const began = performance.now();
    const rounds = Array.from({ length: count }, (_, i) => drawHostRound(firstSeed + i, isReal));
    const tally = createTally();
    for (const { moment } of rounds) tally.add(moment.name, false);
    const played = Array.from({ length: lanes }, (_, lane) =>
      playRounds(
        rounds.filter((_round, i) => i % lanes === lane),
        ground,
      ),
    );
    const failures = (await Promise.all(played)).flat();
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(
      [
        ...failures,
        `seeds ${firstSeed} to ${firstSeed + count - 1}: ${count} kills of the host, ${failures.length} failed, ${seconds} s`,
        `moments: ${tally.text()}`,
      ].join('\n'),
    );
    expect(failures).toEqual([]);
  },
);
