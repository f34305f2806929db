import type { FakeSwitches } from '../fake-ollama/src/types.ts';
import { commandSteps } from './command-steps.ts';
import { externalProcessSteps, settingSteps } from './environment-steps.ts';
import type { FaultStep } from './fault-step.ts';
import { createRandom } from './random.ts';
import { behaviourSteps, serverSteps } from './server-steps.ts';

/** What follows a step: the next one at once, in a moment, at the next change of the state, or when all has settled. */
type Pace = 'at once' | 'in a moment' | 'at the next change' | 'settled';

export interface DrawnStep {
  readonly step: FaultStep;
  readonly pace: Pace;
  /** For `in a moment`: a random point of whatever is under way, in milliseconds. It is not waited for anything. */
  readonly momentMs: number;
}

export interface Sequence {
  readonly seed: number;
  /** With what the supervisor is opened. */
  readonly opened: 'running' | 'stopped';
  /** Whether the first step waits until it has come to rest. */
  readonly settled: boolean;
  readonly fake: FakeSwitches;
  readonly steps: readonly DrawnStep[];
}

const everyStep = [...commandSteps, ...serverSteps, ...behaviourSteps, ...externalProcessSteps, ...settingSteps];
const paces = [
  { pace: 'at once', weight: 2 },
  { pace: 'in a moment', weight: 2 },
  { pace: 'at the next change', weight: 2 },
  { pace: 'settled', weight: 4 },
] as const;

/** The sequence of a seed, always the same. */
export function drawSequence(seed: number, isReal: boolean): Sequence {
  const random = createRandom(seed);
  const possible = everyStep.filter(({ fakeOnly }) => !(isReal && fakeOnly));
  const fake = {
    strayRunner: random.chance(0.6),
    startDelayMs: random.pick([0, 60, 200]),
    installed: ['tinyllama'],
    loadDelayMs: random.pick([0, 150, 600]),
  };
  const length = 4 + random.below(5);
  const steps = Array.from({ length }, (): DrawnStep => {
    const step = random.weighted(possible);
    return { step, pace: random.weighted(paces).pace, momentMs: random.below(250) };
  });
  return { seed, opened: random.chance(0.85) ? 'running' : 'stopped', settled: random.chance(0.6), fake, steps };
}

export function describeSequence({ fake, opened, settled, steps }: Sequence): string {
  return [
    `opened as ${opened}${settled ? ' and settled' : ''}, ${JSON.stringify(fake)}`,
    ...steps.map(({ step, pace, momentMs }) => `${step.name} — ${pace === 'in a moment' ? `${momentMs} ms` : pace}`),
  ].join('\n  ');
}
