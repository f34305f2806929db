import { onTestFinished } from 'vitest';
import { type Corral, type CorralOptions, startCorral } from './start-corral.ts';

/** Starts a host for the test that calls it; its processes and folders go when the test ends. */
export async function corralFor(options: CorralOptions = {}): Promise<Corral> {
  const corral = await startCorral(options);
  onTestFinished(() => corral.dispose());
  return corral;
}
