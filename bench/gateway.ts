import { addedTime } from './parts/added-time.ts';
import { type Figure, median } from './parts/figure.ts';
import { startGatewayWays, type Way, type Ways } from './parts/gateway-ways.ts';
import { type Load, startLoad } from './parts/load.ts';
import { manyStreams } from './parts/many-streams.ts';

const runs = 5;
const atFullSpeed = { clients: 64, requests: 10_000, pauseMs: 0, tokens: null };

async function perSecond(load: Load, target: Way): Promise<number> {
  const measured: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const result = await load.requests({ ...atFullSpeed, target });
    measured.push(result.perSecond);
  }
  return Math.round(median(measured));
}

async function fullSpeed({ direct, nginx, gateway }: Ways, load: Load): Promise<Figure> {
  const nginxToo = nginx ? `nginx: ${await perSecond(load, nginx)}/s, ` : '';
  return {
    label: `Requests through the gateway with ${atFullSpeed.clients} clients at full speed`,
    baseline: `${nginxToo}direct: ${await perSecond(load, direct)}/s`,
    value: await perSecond(load, gateway),
    limit: null,
    unit: '/s',
  };
}

/** What our gateway costs beside nginx doing the same: a key check and an unbuffered proxy, on loopback. */
export async function gateway(): Promise<readonly Figure[]> {
  const ways = await startGatewayWays();
  const load = await startLoad();
  if (ways.nginx === null)
    console.log('nginx is not installed, so nothing stands beside the gateway: apt-get install nginx');
  try {
    return [...(await addedTime(ways, load)), await fullSpeed(ways, load), ...(await manyStreams(ways, load))];
  } finally {
    await load.end();
    await ways.end();
  }
}
