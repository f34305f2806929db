import { parseArgs } from 'node:util';

/** What `npm run test:faults` runs without a count: sequences of faults, and kills of Corral itself. */
const DEFAULT_SEQUENCES = '1000';
const DEFAULT_HOST_KILLS = '100';

function defaultCounts({ seed, count, hosts }) {
  if (seed !== undefined) return { count: hosts === undefined ? '1' : '0', hosts: '0' };
  return {
    count: hosts === undefined ? DEFAULT_SEQUENCES : '0',
    hosts: count === undefined ? DEFAULT_HOST_KILLS : '0',
  };
}

/**
 * The environment that the fault suite reads, from the arguments of `npm run test:faults`: by default everything with new
 * seeds, with `--count N` only N sequences, with `--hosts N` only N kills of a host. `--seed N` replays a single sequence,
 * and `--seed N --hosts 1` a single kill.
 */
export function parseFaultArgs(args) {
  const option = { type: 'string' };
  const { values } = parseArgs({ args, options: { seed: option, count: option, hosts: option } });
  const defaults = defaultCounts(values);
  return {
    CORRAL_FAULTS_SEED: values.seed ?? String(Date.now() % 1e9),
    CORRAL_FAULTS_SEQUENCES: values.count ?? defaults.count,
    CORRAL_FAULTS_HOST_KILLS: values.hosts ?? defaults.hosts,
  };
}
