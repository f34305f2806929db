import { parseArgs } from 'node:util';

/**
 * What `npm run test:faults` is asked for, as the environment that the suite reads. Without a seed the seeds are new each
 * time; `--seed N` alone replays that one sequence, and `--seed N --hosts 1` that one kill of a host.
 */
export function parseFaultArgs(args) {
  const text = { type: 'string' };
  const { values } = parseArgs({ args, options: { seed: text, count: text, hosts: text } });
  const { seed, hosts } = values;
  const some = seed === undefined ? { count: '1000', hosts: '100' } : { count: hosts ? '0' : '1', hosts: '0' };
  return {
    CORRAL_FAULTS_SEED: seed === undefined ? String(Date.now() % 1e9) : seed,
    CORRAL_FAULTS_SEQUENCES: values.count ?? some.count,
    CORRAL_FAULTS_HOST_KILLS: hosts ?? some.hosts,
  };
}
