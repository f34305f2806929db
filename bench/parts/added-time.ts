import { type Figure, median } from './figure.ts';
import type { ProxyTarget, ProxyTargets } from './gateway-targets.ts';
import type { Load, RequestsOrder, RequestsResult } from './load.ts';

const RUNS = 5;
const REQUESTS = 2_000;

/** Gateways for models by others take up to 200 ms a request, so these many must do, in one run. */
const SLOW_REQUESTS = 200;

interface Situation extends Pick<RequestsOrder, 'clients' | 'tokens'> {
  readonly what: string;
  /** Milliseconds; null where it is only compared. */
  readonly limits: { readonly p50: number; readonly p99: number } | null;
}

/**
 * Clients and tokens follow one another without a pause: in a pause, however short, the processors go idle, and the measurement
 * for one client would include the time they take to wake, 0.1 to 0.2 ms of each request in a virtual machine.
 */
const SITUATIONS: readonly Situation[] = [
  { what: 'whole responses, 1 client', tokens: null, clients: 1, limits: { p50: 0.35, p99: 1 } },
  { what: 'whole responses, 16 clients without pause', tokens: null, clients: 16, limits: { p50: 1.5, p99: 5 } },
  { what: 'streamed responses, 1 client', tokens: 2, clients: 1, limits: null },
  { what: 'streamed responses, 16 clients without pause', tokens: 2, clients: 16, limits: null },
];

/** Not counted: a host runs for days, and code that has run little is slow. */
const WARM_UP = { clients: 16, pauseMs: 0, requests: 5_000 };

type Part = 'p50' | 'p99';
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

/** How much later the first byte arrives than without a proxy: the median of the differences of all runs that measured it. */
function added(
  measured: readonly Run[],
  { target, direct, part }: { target: ProxyTarget; direct: ProxyTarget; part: Part },
) {
  const differences = measured.flatMap((run) => {
    const [proxied, plain] = [run.get(target), run.get(direct)];
    return proxied && plain ? [proxied[part] - plain[part]] : [];
  });
  return Number(median(differences).toFixed(2));
}

async function measureSituation(
  { clients, tokens }: Situation,
  { direct, bare, nginx, llmGateways, gateway, keyless }: ProxyTargets,
  load: Load,
): Promise<readonly Run[]> {
  const fast = [direct, gateway, keyless, bare, ...(nginx ? [nginx] : [])];
  const order = { clients, tokens, pauseMs: 0 };
  const measured: Run[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    measured.push(
      await runOnce(fast, run % fast.length, (target) => load.requests({ ...order, requests: REQUESTS, target })),
    );
  }
  // Portkey fails to stream from an upstream it doesn't rewrite.
  if (tokens !== null) return measured;
  const slow = [direct, ...llmGateways];
  const measure = (target: ProxyTarget) => load.requests({ ...order, requests: SLOW_REQUESTS, target });
  return [...measured, await runOnce(slow, 0, measure)];
}

async function warmUp({ direct, bare, nginx, llmGateways, gateway, keyless }: ProxyTargets, load: Load): Promise<void> {
  for (const target of [direct, gateway, keyless, bare, ...(nginx ? [nginx] : [])]) {
    for (const tokens of [null, 2]) await load.requests({ ...WARM_UP, tokens, target });
  }
  for (const target of llmGateways) await load.requests({ ...WARM_UP, requests: SLOW_REQUESTS, tokens: null, target });
}

/** The time that the gateway adds to the first byte of a response, beside others that do the same and one that only relays. */
export async function addedTime(targets: ProxyTargets, load: Load): Promise<Figure[]> {
  const { direct, bare, nginx, llmGateways, gateway, keyless } = targets;
  const figures: Figure[] = [];
  await warmUp(targets, load);
  for (const situation of SITUATIONS) {
    const measured = await measureSituation(situation, targets, load);
    const { what, limits, tokens } = situation;
    const compared = [bare, ...(nginx ? [nginx] : []), ...(tokens === null ? llmGateways : [])];
    for (const part of ['p50', 'p99'] as const) {
      const row = {
        baseline: compared
          .map((target) => `${target.name}: ${added(measured, { target, direct, part })} ms`)
          .join(', '),
        limit: limits?.[part] ?? null,
        unit: 'ms',
      };
      figures.push(
        {
          ...row,
          label: `Added to the first byte, ${part}: ${what}`,
          value: added(measured, { target: gateway, direct, part }),
        },
        { ...row, label: '… without a key', baseline: '', value: added(measured, { target: keyless, direct, part }) },
      );
    }
  }
  return figures;
}
