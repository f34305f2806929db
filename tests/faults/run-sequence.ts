import { setTimeout as delay } from 'node:timers/promises';
import { type DrawnStep, describeSequence, type Sequence } from './draw-sequence.ts';
import type { Ground } from './ground.ts';
import { createWorld, type World } from './world.ts';

async function take({ step, pace, momentMs }: DrawnStep, world: World): Promise<void> {
  await step.act(world);
  if (pace === 'in a moment') await delay(momentMs);
  if (pace === 'at the next change') await world.change();
  if (pace === 'settled') await world.settled();
}

/** @throws {Error} that says which step of which seed failed, what was shown until then, and how to see it again */
export async function runSequence(sequence: Sequence, ground: Ground): Promise<void> {
  const { seed, steps } = sequence;
  const world = await createWorld(ground, sequence);
  let at = 0;
  try {
    for (const step of steps) {
      at += 1;
      await take(step, world);
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
