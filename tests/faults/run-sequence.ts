import { setTimeout as delay } from 'node:timers/promises';
import { type DrawnStep, describeSequence, type Sequence } from './draw-sequence.ts';
import type { FaultFixture } from './fault-fixture.ts';
import { createSupervisorHarness, type SupervisorHarness } from './supervisor-harness.ts';
import type { Tally } from './tally.ts';

interface Environment {
  readonly fixture: FaultFixture;
  /** Counts each step that is taken. */
  readonly tally: Tally;
}

async function take({ step, pace, pauseMs }: DrawnStep, harness: SupervisorHarness, tally: Tally): Promise<void> {
  const applies = (): boolean => step.appliesTo?.(harness) ?? true;
  if (!applies()) await step.arrange?.(harness);
  tally.add(step.name, applies());
  await step.act(harness);
  if (pace === 'after a pause') await delay(pauseMs);
  if (pace === 'at the next change') await harness.nextChange();
  if (pace === 'when settled') await harness.settled();
}

/** @throws {Error} that says which step of which seed failed, what was shown until then, and how to replay it */
export async function runSequence(sequence: Sequence, { fixture, tally }: Environment): Promise<void> {
  const { seed, settled, steps } = sequence;
  const harness = await createSupervisorHarness(fixture, sequence);
  let number = 0;
  try {
    if (settled) await harness.settled();
    for (const step of steps) {
      number += 1;
      await take(step, harness, tally);
    }
    await harness.settled();
    await harness.finish();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      [
        `seed ${seed} failed at step ${number} of ${steps.length}: ${reason}`,
        `  ${describeSequence(sequence)}`,
        `  shown: ${harness.trace().join(', ')}`,
        `  replay: npm run test:faults -- --seed ${seed}`,
      ].join('\n'),
    );
  } finally {
    await harness.dispose();
  }
}
