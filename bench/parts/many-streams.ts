import { setTimeout as delay } from 'node:timers/promises';
import type { Figure } from './figure.ts';
import { besideNginx, type ProxyTarget, type ProxyTargets } from './gateway-targets.ts';
import type { Load } from './load.ts';
import { peakMbDuring, residentMemory } from './resident-memory.ts';

/** About three seconds each: long enough for all of them to be open at the same time. */
const ORDER = { streams: 1_000, tokens: 12, paceMs: 200 };
const ROUNDS = 32;
/**
 * Of memory in use. Resident memory has no limit: V8 reserves heap in steps, and a step in the second half doesn't mean a leak.
 */
const MAX_GROWTH_PERCENT = 5;
const SETTLE_MS = 5_000;
/**
 * After so many, everything that so many streams need has been allocated, and further growth is a leak. A collection changes the
 * resident memory, so none is near the second half.
 */
const EARLY_ROUND = 8;

interface StreamResult {
  /** Streams of all ROUNDS that broke off, changed, were rejected, or weren't open at the same time as the others. */
  readonly broken: number;
  readonly beforeMb: number;
  readonly peaksMb: readonly number[];
  readonly afterMb: number;
}

function growthPercent(before: number, after: number): number {
  return Math.round((after / before - 1) * 100);
}

function residentGrowth({ peaksMb }: StreamResult): number {
  return growthPercent(peaksMb[ROUNDS / 2 - 1] ?? Number.NaN, peaksMb[ROUNDS - 1] ?? Number.NaN);
}

/** @param afterRound called after each round, with the number of finished ones */
async function streamThrough(
  target: ProxyTarget,
  generator: Load,
  afterRound = async (_finished: number) => {},
): Promise<StreamResult> {
  const { withChildrenMb: beforeMb } = await residentMemory(target.pid);
  const peaksMb: number[] = [];
  let broken = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const { result, peakMb } = await peakMbDuring(target.pid, () => generator.streams({ ...ORDER, target }));
    peaksMb.push(peakMb);
    await afterRound(peaksMb.length);
    broken += Math.max(result.broken.length, ORDER.streams - result.concurrent);
    for (const reason of new Set(result.broken)) console.log(`A stream through ${target.url} broke: ${reason}`);
  }
  await delay(SETTLE_MS);
  const { withChildrenMb: afterMb } = await residentMemory(target.pid);
  return { broken, beforeMb, peaksMb, afterMb };
}

/** Whether as many streams as a team could have at once all arrive, and how much memory they use. */
export async function manyStreams({ nginx, gateway, direct }: ProxyTargets, generator: Load): Promise<Figure[]> {
  const directResult = await generator.streams({ ...ORDER, target: direct });
  if (directResult.broken.length > 0) throw new Error(`the bench’s upstream broke a stream: ${directResult.broken[0]}`);
  const nginxResult = nginx && (await streamThrough(nginx, generator));
  const inUse = { early: Number.NaN, late: Number.NaN };
  const gatewayResult = await streamThrough(gateway, generator, async (finished) => {
    if (finished !== EARLY_ROUND && finished !== ROUNDS) return;
    await delay(SETTLE_MS);
    inUse[finished === ROUNDS ? 'late' : 'early'] = await gateway.inUseMb();
  });
  const memory = (moment: string, of: (result: StreamResult) => number): Figure => ({
    label: `Resident memory of the gateway ${moment}`,
    baseline: besideNginx(nginxResult, (result) => `${Math.round(of(result))} MB`),
    value: Math.round(of(gatewayResult)),
    limit: null,
    unit: 'MB',
  });
  const load = `${ORDER.streams} streams at once`;
  return [
    {
      label: `${ROUNDS} times ${load}: streams that broke`,
      baseline: besideNginx(nginxResult, ({ broken }) => String(broken)),
      value: gatewayResult.broken,
      limit: 0,
      unit: '',
    },
    memory('before them, after the requests above', ({ beforeMb }) => beforeMb),
    memory(`with ${load}, at most`, ({ peaksMb }) => Math.max(...peaksMb)),
    memory('after them', ({ afterMb }) => afterMb),
    {
      label: `… its growth from round ${ROUNDS / 2} to round ${ROUNDS}`,
      baseline: besideNginx(nginxResult, (result) => `${residentGrowth(result)} %`),
      value: residentGrowth(gatewayResult),
      limit: null,
      unit: '%',
    },
    {
      label: `Memory in use after round ${ROUNDS}, collected`,
      baseline: '',
      value: Math.round(inUse.late),
      limit: null,
      unit: 'MB',
    },
    {
      label: `… its growth from round ${EARLY_ROUND} to round ${ROUNDS}`,
      baseline: '',
      value: growthPercent(inUse.early, inUse.late),
      limit: MAX_GROWTH_PERCENT,
      unit: '%',
    },
  ];
}
