import type { FakeSwitches } from '../fake-ollama/src/types.ts';
import { commandSteps } from './command-steps.ts';
import { externalProcessSteps, settingSteps } from './environment-steps.ts';
import type { FaultStep } from './fault-step.ts';
import { createRandom } from './random.ts';
import { fakeBehaviorSteps, serverSteps } from './server-steps.ts';

/** When the next step follows. */
export type Pace = 'at once' | 'after a pause' | 'at the next change' | 'when settled';

export interface DrawnStep {
  readonly step: FaultStep;
  readonly pace: Pace;
  /** For `after a pause`: a random moment of whatever is in progress, in milliseconds, not a wait for a state. */
  readonly pauseMs: number;
}

export interface Sequence {
  readonly seed: number;
  /** The desired state with which the supervisor is opened. */
  readonly opened: 'running' | 'stopped';
  /** Whether the first step waits until the supervisor has settled. */
  readonly settled: boolean;
  readonly fake: FakeSwitches;
  readonly steps: readonly DrawnStep[];
}

/** The sequence of a seed depends on the order and weights of these. */
const allSteps = [...commandSteps, ...serverSteps, ...fakeBehaviorSteps, ...externalProcessSteps, ...settingSteps];
/** Of sequences of any kind. */
export const paces: readonly { readonly pace: Pace; readonly weight: number }[] = [
  { pace: 'at once', weight: 2 },
  { pace: 'after a pause', weight: 2 },
  { pace: 'at the next change', weight: 2 },
  { pace: 'when settled', weight: 4 },
];

/** The sequence of a seed, always the same. */
export function drawSequence(seed: number, isReal: boolean): Sequence {
  const random = createRandom(seed);
  const possible = allSteps.filter(({ fakeOnly }) => !(isReal && fakeOnly));
  const fake = {
    strayRunner: random.chance(0.6),
    startDelayMs: random.pick([0, 60, 200]),
    installed: ['tinyllama'],
    loadDelayMs: random.pick([0, 150, 600]),
  };
  const length = 4 + random.below(5);
  const steps = Array.from({ length }, (): DrawnStep => {
    const step = random.weighted(possible);
    return { step, pace: random.weighted(paces).pace, pauseMs: random.below(250) };
  });
  return { seed, opened: random.chance(0.85) ? 'running' : 'stopped', settled: random.chance(0.6), fake, steps };
}

export function describeSequence({ fake, opened, settled, steps }: Sequence): string {
  return [
    `opened as ${opened}${settled ? ' and settled' : ''}, ${JSON.stringify(fake)}`,
    ...steps.map(({ step, pace, pauseMs }) => `${step.name} — ${pace === 'after a pause' ? `${pauseMs} ms` : pace}`),
  ].join('\n  ');
}
