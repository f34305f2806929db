import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { hasPrivateAddress, reportNoPrivateAddress, startKeyedHost } from '../tests/clients/keyed-host.ts';
import { type Client, connectRpc } from '../tests/e2e/rpc-client.ts';
import type { Figure } from './parts/figure.ts';
import { forkPart, type Part } from './parts/fork-part.ts';

const HAMMER_MS = 10_000;
const CLIENTS = 2;
const PAUSE_MS = 10;
/** What a person doesn't notice of a page. */
const LIMIT_MS = 20;

const Hammered = z.object({ bodies: z.number(), statuses: z.array(z.number()) });

interface Calls {
  readonly p50: number;
  readonly p99: number;
}

/** How long a page's call takes, again and again until `done` is. */
async function timeCalls(client: Client, done: Promise<unknown>): Promise<Calls> {
  const times: number[] = [];
  let isDone = false;
  const end = done.finally(() => {
    isDone = true;
  });
  while (!isDone) {
    const startedAt = performance.now();
    await client.activity.query({ limit: 20 });
    times.push(performance.now() - startedAt);
    await delay(PAUSE_MS);
  }
  await end;
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.floor(sorted.length * part)] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}

interface Target {
  readonly what: string;
  readonly url: string;
  readonly key: string;
}

async function callsWhileHammered(client: Client, hammer: Part, { what, url, key }: Target): Promise<Figure> {
  const order = { url: `${url}/chat/completions`, key, clients: CLIENTS, ms: HAMMER_MS };
  const hammering = hammer.request(order);
  const { p50, p99 } = await timeCalls(client, hammering);
  const { bodies, statuses } = Hammered.parse(await hammering);
  if (bodies === 0 || statuses.join() !== '200') throw new Error(`bodies were answered with ${statuses}`);
  return {
    label: `A page's call while ${CLIENTS} clients send bodies of 31 MB ${what}, p99`,
    baseline: `${bodies} bodies, p50 of the calls: ${p50.toFixed(1)} ms`,
    value: Number(p99.toFixed(1)),
    limit: LIMIT_MS,
    unit: 'ms',
  };
}

/** Whether a page's calls still get their answers at once while large bodies arrive at the gateway. */
export async function largeBodies(): Promise<readonly Figure[]> {
  if (!hasPrivateAddress) {
    reportNoPrivateAddress('large-bodies');
    return [];
  }
  const host = await startKeyedHost();
  const hammer = await forkPart(new URL('./parts/hammer-program.ts', import.meta.url));
  const { client, close } = await connectRpc(host.corral.url);
  try {
    const idle = await timeCalls(client, delay(HAMMER_MS / 2));
    const keyed = await callsWhileHammered(client, hammer, { what: 'with a key', url: host.baseUrl, key: host.key });
    const keyless = await callsWhileHammered(client, hammer, { what: 'without a key', url: host.keylessUrl, key: '' });
    const beside = ({ baseline }: Figure): string => `idle: ${idle.p99.toFixed(1)} ms, ${baseline}`;
    return [keyed, keyless].map((figure) => ({ ...figure, baseline: beside(figure) }));
  } finally {
    close();
    await hammer.end();
    await host.close();
  }
}
