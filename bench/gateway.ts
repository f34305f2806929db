import { addedTime } from './parts/added-time.ts';
import { type Figure, median } from './parts/figure.ts';
import { type ProxyTarget, type ProxyTargets, startGatewayTargets } from './parts/gateway-targets.ts';
import { type Load, startLoad } from './parts/load.ts';
import { manyStreams } from './parts/many-streams.ts';

const RUNS = 5;
const FULL_SPEED = { clients: 64, requests: 10_000, pauseMs: 0, tokens: null };

async function perSecond(load: Load, target: ProxyTarget): Promise<number> {
  const measured: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const result = await load.requests({ ...FULL_SPEED, target });
    measured.push(result.perSecond);
  }
  return Math.round(median(measured));
}

async function fullSpeed({ direct, nginx, gateway }: ProxyTargets, load: Load): Promise<Figure> {
  const nginxBaseline = nginx ? `nginx: ${await perSecond(load, nginx)}/s, ` : '';
  return {
    label: `Requests through the gateway with ${FULL_SPEED.clients} clients at full speed`,
    baseline: `${nginxBaseline}direct: ${await perSecond(load, direct)}/s`,
    value: await perSecond(load, gateway),
    limit: null,
    unit: '/s',
  };
}

/** What the gateway costs, beside nginx doing the same: a key check and an unbuffered proxy, on loopback. */
export async function gateway(): Promise<readonly Figure[]> {
  const targets = await startGatewayTargets();
  const load = await startLoad();
  if (targets.nginx === null)
    console.log('nginx is not installed, so the gateway is measured without it: apt-get install nginx');
  try {
    return [...(await addedTime(targets, load)), await fullSpeed(targets, load), ...(await manyStreams(targets, load))];
  } finally {
    await load.end();
    await targets.end();
  }
}
