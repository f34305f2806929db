import { parseArgs } from 'node:util';

/** What `npm run test:faults` runs without a count: sequences of faults, of a whole host, and kills of Corral itself. */
const DEFAULTS = { count: '1000', gateways: '200', hosts: '100' };

/** With one count only that runs; with a seed alone, its sequence. */
function counts({ seed, ...given }) {
  const none = { count: '0', gateways: '0', hosts: '0' };
  if (Object.values(given).some((value) => value !== undefined)) return { ...none, ...given };
  return seed === undefined ? DEFAULTS : { ...none, count: '1' };
}

/**
 * The environment that the fault suite reads, from the arguments of `npm run test:faults`: by default everything with new
 * seeds, with `--count N` only N sequences, with `--gateways N` only N sequences of a whole host, with `--hosts N` only N kills
 * of one. `--seed N` replays a single sequence, `--seed N --gateways 1` and `--seed N --hosts 1` one of the others.
 */
export function parseFaultArgs(args) {
  const option = { type: 'string' };
  const { values } = parseArgs({ args, options: { seed: option, count: option, gateways: option, hosts: option } });
  const { count, gateways, hosts } = counts(values);
  return {
    CORRAL_FAULTS_SEED: values.seed ?? String(Date.now() % 1e9),
    CORRAL_FAULTS_SEQUENCES: count,
    CORRAL_FAULTS_GATEWAYS: gateways,
    CORRAL_FAULTS_HOST_KILLS: hosts,
  };
}
