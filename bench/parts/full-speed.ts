import { type Figure, median } from './figure.ts';
import type { ProxyTarget, ProxyTargets } from './gateway-targets.ts';
import type { Load } from './load.ts';

const RUNS = 5;
const FULL_SPEED = { clients: 64, requests: 10_000, pauseMs: 0, tokens: null };
/** The least that the gateway must reach, in percent. */
const LEAST_OF_DIRECT = 45;
const LEAST_OF_BARE_PROXY = 60;

type Rates = ReadonlyMap<ProxyTarget, readonly number[]>;

/** In turns, so that all are measured under the same conditions. */
async function measureRates(targets: readonly ProxyTarget[], load: Load): Promise<Rates> {
  const rates = new Map<ProxyTarget, number[]>(targets.map((target) => [target, []]));
  for (let run = 0; run < RUNS; run += 1) {
    for (const [target, measured] of rates) {
      const { perSecond } = await load.requests({ ...FULL_SPEED, target });
      measured.push(perSecond);
    }
  }
  return rates;
}

/** Requests per second through the gateway, beside those of others on the same processors. */
export async function fullSpeed(
  { direct, bare, nginx, gateway, keyless }: ProxyTargets,
  load: Load,
): Promise<Figure[]> {
  const compared = [direct, bare, ...(nginx ? [nginx] : [])];
  const rates = await measureRates([...compared, gateway, keyless], load);
  const rate = (target: ProxyTarget): number => Math.round(median(rates.get(target) ?? []));
  const share = (target: ProxyTarget, of: ProxyTarget): number => Math.round((rate(target) / rate(of)) * 100);
  return [gateway, keyless].flatMap((target) => [
    {
      label: `Requests through the ${target.name} with ${FULL_SPEED.clients} clients at full speed`,
      baseline: compared.map((other) => `${other.name}: ${rate(other)}/s`).join(', '),
      value: rate(target),
      limit: null,
      unit: '/s',
    },
    {
      label: '… of what the upstream does alone',
      baseline: '',
      value: share(target, direct),
      limit: { atLeast: LEAST_OF_DIRECT },
      unit: '%',
    },
    {
      label: '… of what the bare proxy does',
      baseline: '',
      value: share(target, bare),
      limit: { atLeast: LEAST_OF_BARE_PROXY },
      unit: '%',
    },
  ]);
}
