import { setTimeout as delay } from 'node:timers/promises';
import type { Fixture } from './fault-fixture.ts';
import { createHostHarness, type HostLife } from './host-harness.ts';
import { type HostMoment, hostMoments } from './host-moments.ts';
import { createRandom, type Random } from './random.ts';

/** One kill of a host, and what it is in the middle of. */
export interface HostRound {
  readonly seed: number;
  readonly moment: HostMoment;
  /** From the moment on, in milliseconds: a random point of whatever is under way. It is not waited for anything. */
  readonly pauseMs: number;
  readonly strayRunner: boolean;
  readonly random: Random;
}

/** The round of a seed, always the same. */
export function drawHostRound(seed: number, isReal: boolean): HostRound {
  const random = createRandom(seed);
  return {
    seed,
    moment: random.weighted(hostMoments.filter(({ fakeOnly }) => !(isReal && fakeOnly))),
    pauseMs: random.pick([0, random.below(60), random.below(400)]),
    strayRunner: random.chance(0.5),
    random,
  };
}

/** Kills the host in the middle of something, and sees what the next one makes of what it finds. */
async function play(life: HostLife, { moment, pauseMs, strayRunner, random }: HostRound): Promise<void> {
  await moment.reach(life, random);
  await delay(pauseMs);
  await life.kill();
  await life.setFake({ strayRunner, installed: ['tinyllama'] });
  await life.start();
  await life.settled();
}

async function begin(ground: Fixture): Promise<HostLife> {
  const life = await createHostHarness(ground);
  await life.setFake({ installed: ['tinyllama'] });
  await life.start();
  await life.settled();
  return life;
}

/**
 * Plays rounds one after the other on the same folders, so that each begins with what the one before left; after a failure
 * on new ones. Gives what went wrong, each with the way to see it again.
 */
export async function playRounds(rounds: readonly HostRound[], ground: Fixture): Promise<string[]> {
  const failures: string[] = [];
  let life: HostLife | null = null;
  for (const round of rounds) {
    try {
      life ??= await begin(ground);
      await play(life, round);
      if (round === rounds.at(-1)) await life.finish();
    } catch (error) {
      const { seed, moment, pauseMs } = round;
      const why = error instanceof Error ? error.message : String(error);
      const again = `npm run test:faults -- --seed ${seed} --hosts 1`;
      failures.push(`seed ${seed} failed, killed ${moment.name} after ${pauseMs} ms: ${why}\n  again: ${again}`);
      await life?.dispose();
      life = null;
    }
  }
  await life?.dispose();
  return failures;
}
