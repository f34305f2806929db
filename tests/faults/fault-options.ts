import { isReal } from '../ollama/ollama-under-test.ts';

/** For `npm test`: the first five take 38 of the 42 steps, at every pace; the last closes a host while it resumes an earlier one's server. */
const FIXED_SEQUENCES = [86, 1217, 5642, 7597, 15825, 978865383];

/** @throws {Error} when the variable isn't a whole number */
function numberFrom(name: string): number | null {
  const text = process.env[name];
  if (text === undefined || text === '') return null;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`${name} isn't a whole number: ${text}`);
  return value;
}

const firstSeed = numberFrom('CORRAL_FAULTS_SEED') ?? 1;

function seedsFrom(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => firstSeed + i);
}

/** For `npm test`: together they take all 23 steps. */
const FIXED_GATEWAY_SEQUENCES = [42, 49, 864, 1059];

function gatewaySeeds(): readonly number[] {
  const count = numberFrom('CORRAL_FAULTS_GATEWAYS');
  if (count !== null) return seedsFrom(count);
  return isReal ? seedsFrom(2) : FIXED_GATEWAY_SEQUENCES;
}

function sequenceSeeds(): readonly number[] {
  const count = numberFrom('CORRAL_FAULTS_SEQUENCES');
  if (count !== null) return seedsFrom(count);
  return isReal ? seedsFrom(8) : FIXED_SEQUENCES;
}

/** The seeds to run, from the environment; `npm run test:faults` has flags for it. */
export const faultSeeds = {
  sequences: sequenceSeeds(),
  gateways: gatewaySeeds(),
  hostKills: seedsFrom(numberFrom('CORRAL_FAULTS_HOST_KILLS') ?? (isReal ? 2 : 5)),
};

/** For the summary: a single seed, a range, or a list. */
export function describeSeeds(seeds: readonly number[]): string {
  const [first = 0, last = first] = [seeds[0], seeds.at(-1)];
  const isRange = last - first === seeds.length - 1;
  return isRange && seeds.length > 1 ? `seeds ${first} to ${last}` : `seeds ${seeds.join(', ')}`;
}
