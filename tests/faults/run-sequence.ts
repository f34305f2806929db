import { setTimeout as delay } from 'node:timers/promises';
import { type DrawnStep, describeSequence, type Sequence } from './draw-sequence.ts';
import type { Fixture } from './fault-fixture.ts';
import { createWorld, type SupervisorHarness } from './supervisor-harness.ts';
import type { Tally } from './tally.ts';

async function take({ step, pace, momentMs }: DrawnStep, world: SupervisorHarness, tally: Tally): Promise<void> {
  const isPossible = (): boolean => step.appliesTo?.(world) ?? true;
  if (!isPossible()) await step.arrange?.(world);
  tally.add(step.name, !isPossible());
  await step.act(world);
  if (pace === 'in a moment') await delay(momentMs);
  if (pace === 'at the next change') await world.change();
  if (pace === 'settled') await world.settled();
}

interface Surroundings {
  readonly ground: Fixture;
  /** Gets each step that is taken. */
  readonly tally: Tally;
}

/** @throws {Error} that says which step of which seed failed, what was shown until then, and how to see it again */
export async function runSequence(sequence: Sequence, { ground, tally }: Surroundings): Promise<void> {
  const { seed, settled, steps } = sequence;
  const world = await createWorld(ground, sequence);
  let at = 0;
  try {
    if (settled) await world.settled();
    for (const step of steps) {
      at += 1;
      await take(step, world, tally);
    }
    await world.settled();
    await world.finish();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(
      [
        `seed ${seed} failed at step ${at} of ${steps.length}: ${why}`,
        `  ${describeSequence(sequence)}`,
        `  shown: ${world.trace().join(', ')}`,
        `  again: npm run test:faults -- --seed ${seed}`,
      ].join('\n'),
    );
  } finally {
    await world.dispose();
  }
}
