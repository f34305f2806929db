import { type Figure, median } from './figure.ts';
import { beside, type Way, type Ways } from './gateway-ways.ts';
import type { Load, RequestsOrder, RequestsResult } from './load.ts';

const runs = 5;
const requests = 2_000;
/** One client's: what the gateway itself takes. */
const limitMs = { p50: 0.5, p99: 3 };

interface Situation extends Omit<RequestsOrder, 'kind' | 'target'> {
  readonly what: string;
}

/**
 * Tokens come one right after the other: in a pause, however short, the processors go to sleep, and what would be measured of
 * one client is also how long they take to wake, which in a virtual machine is 0.1 to 0.2 ms of each request.
 */
const shapes = [
  { shape: 'whole answers', tokens: null },
  { shape: 'streamed answers', tokens: 2 },
];
/**
 * Of a crowd the time to first byte is also waiting for one another, the longer the slower the machine; without a pause it is
 * mostly that. So crowds have no limit of their own and stand beside nginx only.
 */
const crowds = [
  { crowd: '1 client', clients: 1, pauseMs: 0 },
  { crowd: '16 clients with 20 ms of pause', clients: 16, pauseMs: 20 },
  { crowd: '16 clients without pause', clients: 16, pauseMs: 0 },
];
const situations: readonly Situation[] = shapes.flatMap(({ shape, tokens }) =>
  crowds.map(({ crowd, ...rest }) => ({ what: `${shape}, ${crowd}`, tokens, requests, ...rest })),
);

/** Not counted: a host runs for days, and code that ran little is slow. */
const warmUp = { clients: 16, pauseMs: 0, requests: 5_000 };

type Part = keyof typeof limitMs;
type Run = ReadonlyMap<Way, RequestsResult>;

/** Each way once, another one first each time, so that none always has the machine at its best. */
async function runOnce(
  ways: readonly Way[],
  first: number,
  measure: (way: Way) => Promise<RequestsResult>,
): Promise<Run> {
  const results = new Map<Way, RequestsResult>();
  for (const way of [...ways.slice(first), ...ways.slice(0, first)]) results.set(way, await measure(way));
  return results;
}

/** How much later the first byte comes than without a proxy: of each run the difference, of all runs the median. */
function added(measured: readonly Run[], { way, direct, part }: { way: Way; direct: Way; part: Part }): number {
  const differences = measured.map(
    (run) => (run.get(way)?.[part] ?? Number.NaN) - (run.get(direct)?.[part] ?? Number.NaN),
  );
  return Number(median(differences).toFixed(2));
}

/** The time that the gateway, and nginx beside it, add to the first byte of an answer. */
export async function addedTime({ direct, nginx, gateway }: Ways, load: Load): Promise<Figure[]> {
  const ways = [direct, gateway, ...(nginx ? [nginx] : [])];
  const figures: Figure[] = [];
  for (const target of ways) for (const { tokens } of shapes) await load.requests({ ...warmUp, tokens, target });
  for (const { what, ...order } of situations) {
    const measured: Run[] = [];
    for (let run = 0; run < runs; run += 1) {
      measured.push(await runOnce(ways, run % ways.length, (target) => load.requests({ ...order, target })));
    }
    for (const part of ['p50', 'p99'] as const) {
      figures.push({
        label: `Added to the first byte, ${part}: ${what}`,
        baseline: beside(nginx, (way) => `${added(measured, { way, direct, part })} ms`),
        value: added(measured, { way: gateway, direct, part }),
        limit: order.clients === 1 ? limitMs[part] : null,
        unit: 'ms',
      });
    }
  }
  return figures;
}
