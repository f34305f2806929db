import { type Figure, median } from './figure.ts';
import { besideNginx, type ProxyTarget, type ProxyTargets } from './gateway-targets.ts';
import type { Load, RequestsOrder, RequestsResult } from './load.ts';

const RUNS = 5;
const REQUESTS = 2_000;
/** For one client: the time of the gateway itself. */
const LIMITS_MS = { p50: 0.5, p99: 3 };

interface Situation extends Omit<RequestsOrder, 'kind' | 'target'> {
  readonly what: string;
}

/**
 * Tokens follow one another without a pause: in a pause, however short, the processors go idle, and the measurement for one client
 * would include the time they take to wake, 0.1 to 0.2 ms of each request in a virtual machine.
 */
const RESPONSE_SHAPES = [
  { shape: 'whole responses', tokens: null },
  { shape: 'streamed responses', tokens: 2 },
];
/**
 * Many clients also wait for one another, the longer the slower the machine; without a pause they do mostly that. So these have no
 * limit and are only compared with nginx.
 */
const CLIENT_LOADS = [
  { load: '1 client', clients: 1, pauseMs: 0 },
  { load: '16 clients with 20 ms of pause', clients: 16, pauseMs: 20 },
  { load: '16 clients without pause', clients: 16, pauseMs: 0 },
];
const SITUATIONS: readonly Situation[] = RESPONSE_SHAPES.flatMap(({ shape, tokens }) =>
  CLIENT_LOADS.map(({ load, ...rest }) => ({ what: `${shape}, ${load}`, tokens, requests: REQUESTS, ...rest })),
);

/** Not counted: a host runs for days, and code that has run little is slow. */
const WARM_UP = { clients: 16, pauseMs: 0, requests: 5_000 };

type Part = keyof typeof LIMITS_MS;
type Run = ReadonlyMap<ProxyTarget, RequestsResult>;

/** Each target once, starting with another one each time, so that none always has the best conditions. */
async function runOnce(
  targets: readonly ProxyTarget[],
  first: number,
  measure: (target: ProxyTarget) => Promise<RequestsResult>,
): Promise<Run> {
  const results = new Map<ProxyTarget, RequestsResult>();
  for (const target of [...targets.slice(first), ...targets.slice(0, first)])
    results.set(target, await measure(target));
  return results;
}

/** How much later the first byte arrives than without a proxy: the median of the differences of all runs. */
function added(
  measured: readonly Run[],
  { target, direct, part }: { target: ProxyTarget; direct: ProxyTarget; part: Part },
): number {
  const differences = measured.map(
    (run) => (run.get(target)?.[part] ?? Number.NaN) - (run.get(direct)?.[part] ?? Number.NaN),
  );
  return Number(median(differences).toFixed(2));
}

/** The time that the gateway adds to the first byte of a response, beside nginx. */
export async function addedTime({ direct, nginx, gateway }: ProxyTargets, load: Load): Promise<Figure[]> {
  const targets = [direct, gateway, ...(nginx ? [nginx] : [])];
  const figures: Figure[] = [];
  for (const target of targets)
    for (const { tokens } of RESPONSE_SHAPES) await load.requests({ ...WARM_UP, tokens, target });
  for (const { what, ...order } of SITUATIONS) {
    const measured: Run[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      measured.push(await runOnce(targets, run % targets.length, (target) => load.requests({ ...order, target })));
    }
    for (const part of ['p50', 'p99'] as const) {
      figures.push({
        label: `Added to the first byte, ${part}: ${what}`,
        baseline: besideNginx(nginx, (target) => `${added(measured, { target, direct, part })} ms`),
        value: added(measured, { target: gateway, direct, part }),
        limit: order.clients === 1 ? LIMITS_MS[part] : null,
        unit: 'ms',
      });
    }
  }
  return figures;
}
