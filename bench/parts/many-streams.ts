import { setTimeout as delay } from 'node:timers/promises';
import { type Figure, median } from './figure.ts';
import type { ProxyTarget, ProxyTargets } from './gateway-targets.ts';
import type { Load } from './load.ts';
import { peakMbDuring, residentMemory } from './resident-memory.ts';

/** About three seconds each: long enough for all of them to be open at the same time. */
const ORDER = { streams: 1_000, tokens: 12, paceMs: 200 };
const ROUNDS = 12;
/** Of what it is compared with, which isn't checked for leaks. */
const COMPARED_ROUNDS = 3;
const MAX_RESIDENT_MB = 200;
/** Of the 99th percentile, over the bare proxy's. */
const MAX_ADDED_GAP_MS = 3;
/** Of memory in use; of resident memory, V8 reserves heap in steps, and a step in the second half doesn't mean a leak. */
const MAX_GROWTH_PERCENT = 5;
const SETTLE_MS = 5_000;
/** After so many, everything that so many streams need has been allocated, and further growth is a leak. */
const EARLY_ROUND = 4;

interface StreamResult {
  /** Streams of all rounds that broke off, changed, were rejected, or weren't open at the same time as the others. */
  readonly broken: number;
  readonly beforeMb: number;
  readonly peakMb: number;
  readonly afterMb: number;
  /** Milliseconds between two tokens of a stream, the 99th percentile of a round, the median of all rounds. */
  readonly gapMs: number;
}

interface Rounds {
  readonly rounds: number;
  /** Called after each round, with the number of finished ones. */
  readonly afterRound?: (finished: number) => Promise<void>;
}

async function streamThrough(
  target: ProxyTarget,
  load: Load,
  { rounds, afterRound = async () => {} }: Rounds,
): Promise<StreamResult> {
  const { withChildrenMb: beforeMb } = await residentMemory(target.pid);
  const gaps: number[] = [];
  let peakMb = 0;
  let broken = 0;
  for (let finished = 1; finished <= rounds; finished += 1) {
    const round = await peakMbDuring(target.pid, () => load.streams({ ...ORDER, target }));
    const { broken: reasons, concurrent, gapP99 } = round.result;
    peakMb = Math.max(peakMb, round.peakMb);
    broken += Math.max(reasons.length, ORDER.streams - concurrent);
    gaps.push(gapP99);
    for (const reason of new Set(reasons)) console.log(`A stream through ${target.url} broke: ${reason}`);
    await afterRound(finished);
  }
  await delay(SETTLE_MS);
  const { withChildrenMb: afterMb } = await residentMemory(target.pid);
  return { broken, beforeMb, peakMb, afterMb, gapMs: median(gaps) };
}

/** Whether as many streams as a team could have at once all arrive, how evenly, and how much memory they use. */
export async function manyStreams({ nginx, gateway, bare, direct }: ProxyTargets, load: Load): Promise<Figure[]> {
  const directResult = await load.streams({ ...ORDER, target: direct });
  if (directResult.broken.length > 0) throw new Error(`the bench’s upstream broke a stream: ${directResult.broken[0]}`);
  const compared = new Map<ProxyTarget, StreamResult>();
  for (const target of [bare, ...(nginx ? [nginx] : [])])
    compared.set(target, await streamThrough(target, load, { rounds: COMPARED_ROUNDS }));
  const inUse = { early: Number.NaN, late: Number.NaN };
  const result = await streamThrough(gateway, load, {
    rounds: ROUNDS,
    async afterRound(finished) {
      if (finished !== EARLY_ROUND && finished !== ROUNDS) return;
      await delay(SETTLE_MS);
      inUse[finished === ROUNDS ? 'late' : 'early'] = await gateway.inUseMb();
    },
  });
  const beside = (format: (of: StreamResult) => string): string =>
    [...compared].map(([{ name }, of]) => `${name}: ${format(of)}`).join(', ');
  const memory = (moment: string, of: (from: StreamResult) => number): Figure => ({
    label: `Resident memory of the gateway ${moment}`,
    baseline: beside((other) => `${Math.round(of(other))} MB`),
    value: Math.round(of(result)),
    limit: null,
    unit: 'MB',
  });
  const streams = `${ORDER.streams} streams at once`;
  const bareGapMs = compared.get(bare)?.gapMs ?? Number.NaN;
  return [
    {
      label: `${ROUNDS} times ${streams}: streams that broke`,
      baseline: beside(({ broken }) => String(broken)),
      value: result.broken,
      limit: 0,
      unit: '',
    },
    {
      label: `Gap between tokens of ${streams}, p99, over the bare proxy's`,
      baseline: `${beside(({ gapMs }) => `${Math.round(gapMs)} ms`)}, direct: ${Math.round(directResult.gapP99)} ms`,
      value: Number((result.gapMs - bareGapMs).toFixed(1)),
      limit: MAX_ADDED_GAP_MS,
      unit: 'ms',
    },
    memory('before them, after the requests above', ({ beforeMb }) => beforeMb),
    { ...memory(`with ${streams}, at most`, ({ peakMb }) => peakMb), limit: MAX_RESIDENT_MB },
    memory('after them', ({ afterMb }) => afterMb),
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
      value: Math.round((inUse.late / inUse.early - 1) * 100),
      limit: MAX_GROWTH_PERCENT,
      unit: '%',
    },
  ];
}
