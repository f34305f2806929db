import { onTestFinished } from 'vitest';
import { type Corral, type CorralOptions, startCorral } from './start-corral.ts';

/** Starts a host for the current test; its processes and folders are removed when the test ends. */
export async function corralFor(options: CorralOptions = {}): Promise<Corral> {
  const corral = await startCorral(options);
  onTestFinished(() => corral.dispose());
  return corral;
}
