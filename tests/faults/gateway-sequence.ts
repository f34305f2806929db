import { setTimeout as delay } from 'node:timers/promises';
import type { FakeSwitches } from '../fake-ollama/src/types.ts';
import { type Pace, paces } from './draw-sequence.ts';
import type { FaultFixture } from './fault-fixture.ts';
import { createGatewayHarness } from './gateway-harness.ts';
import { type GatewayStep, gatewaySteps } from './gateway-steps.ts';
import { createRandom } from './random.ts';
import type { Tally } from './tally.ts';

interface DrawnStep {
  readonly step: GatewayStep;
  readonly pace: Pace;
  /** For `after a pause`: a random moment of whatever is in progress, in milliseconds, not a wait for a state. */
  readonly pauseMs: number;
}

/** What happens to a whole host. */
export interface GatewaySequence {
  readonly seed: number;
  readonly fake: FakeSwitches;
  readonly steps: readonly DrawnStep[];
}

/** The sequence of a seed, always the same as long as the steps are. */
export function drawGatewaySequence(seed: number, isReal: boolean): GatewaySequence {
  const random = createRandom(seed);
  const possible = gatewaySteps.filter(({ fakeOnly }) => !(isReal && fakeOnly));
  const fake = { installed: ['tinyllama'], startDelayMs: random.pick([0, 60, 200]), strayRunner: random.chance(0.3) };
  const steps = Array.from({ length: 4 + random.below(4) }, (): DrawnStep => {
    const step = random.weighted(possible);
    return { step, pace: random.weighted(paces).pace, pauseMs: random.below(400) };
  });
  return { seed, fake, steps };
}

function describeSequence({ fake, steps }: GatewaySequence): string {
  const taken = steps.map(({ step, pace, pauseMs }) => {
    return `${step.name} — ${pace === 'after a pause' ? `${pauseMs} ms` : pace}`;
  });
  return [JSON.stringify(fake), ...taken].join('\n  ');
}

/** @throws {Error} that says which step of which seed failed, what was shown until then, and how to replay it */
export async function runGatewaySequence(
  sequence: GatewaySequence,
  { fixture, tally }: { readonly fixture: FaultFixture; readonly tally: Tally },
): Promise<void> {
  const { seed, fake, steps } = sequence;
  const host = await createGatewayHarness(fixture, fake);
  let number = 0;
  try {
    await host.settled();
    for (const { step, pace, pauseMs } of steps) {
      number += 1;
      tally.add(step.name, true);
      host.ask();
      await step.act(host);
      host.ask();
      if (pace === 'after a pause') await delay(pauseMs);
      if (pace === 'at the next change') await host.nextChange();
      if (pace === 'when settled') await host.settled();
    }
    await host.settled();
    await host.finish();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      [
        `seed ${seed} failed at step ${number} of ${steps.length}: ${reason}`,
        `  ${describeSequence(sequence)}`,
        `  shown: ${host.trace().join(', ')}`,
        `  replay: npm run test:faults -- --seed ${seed} --gateways 1`,
      ].join('\n'),
    );
  } finally {
    await host.dispose();
  }
}
