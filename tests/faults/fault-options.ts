import { isReal } from '../ollama/ollama-under-test.ts';

function numberIn(name: string, otherwise: number): number {
  const text = process.env[name];
  const value = text === undefined || text === '' ? otherwise : Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`${name} is no number: ${text}`);
  return value;
}

/** How much is asked for, by environment; `npm run test:faults` has flags for it. */
export const asked = {
  sequences: numberIn('CORRAL_FAULTS_SEQUENCES', isReal ? 8 : 20),
  hostKills: numberIn('CORRAL_FAULTS_HOST_KILLS', isReal ? 2 : 5),
  firstSeed: numberIn('CORRAL_FAULTS_SEED', 1),
};
