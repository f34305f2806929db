import { setTimeout as delay } from 'node:timers/promises';
import type { FaultFixture } from './fault-fixture.ts';
import { createHostHarness, type HostHarness } from './host-harness.ts';
import { type KillPoint, killPoints } from './kill-points.ts';
import { createRandom, type Random } from './random.ts';

/** One kill of a host. */
export interface KillRound {
  readonly seed: number;
  readonly point: KillPoint;
  /** After the point, in milliseconds: a random moment of whatever is in progress, not a wait for a state. */
  readonly pauseMs: number;
  readonly strayRunner: boolean;
  readonly random: Random;
}

/** The round of a seed, always the same. */
export function drawKillRound(seed: number, isReal: boolean): KillRound {
  const random = createRandom(seed);
  return {
    seed,
    point: random.weighted(killPoints.filter(({ fakeOnly }) => !(isReal && fakeOnly))),
    pauseMs: random.pick([0, random.below(60), random.below(400)]),
    strayRunner: random.chance(0.5),
    random,
  };
}

/** Kills the host, starts the next one and waits until that has settled. */
async function play(host: HostHarness, { point, pauseMs, strayRunner, random }: KillRound): Promise<void> {
  await point.reach(host, random);
  await delay(pauseMs);
  await host.kill();
  await host.setFake({ strayRunner, installed: ['tinyllama'] });
  await host.start();
  await host.settled();
}

async function startHost(fixture: FaultFixture): Promise<HostHarness> {
  const host = await createHostHarness(fixture);
  await host.setFake({ installed: ['tinyllama'] });
  await host.start();
  await host.settled();
  return host;
}

function describeFailure({ seed, point, pauseMs }: KillRound, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  const replay = `npm run test:faults -- --seed ${seed} --hosts 1`;
  return `seed ${seed} failed, killed ${point.name} after ${pauseMs} ms: ${reason}\n  replay: ${replay}`;
}

/**
 * Plays rounds one after another on the same folders, so that each starts with what the one before left; after a failure on
 * new ones. Gives the failures, each with the command to replay it.
 */
export async function playRounds(rounds: readonly KillRound[], fixture: FaultFixture): Promise<string[]> {
  const failures: string[] = [];
  let host: HostHarness | null = null;
  for (const round of rounds) {
    try {
      host ??= await startHost(fixture);
      await play(host, round);
      if (round === rounds.at(-1)) await host.finish();
    } catch (error) {
      failures.push(describeFailure(round, error));
      await host?.dispose();
      host = null;
    }
  }
  await host?.dispose();
  return failures;
}
