import { setTimeout as delay } from 'node:timers/promises';
import type { Figure } from './figure.ts';
import { beside, type Way, type Ways } from './gateway-ways.ts';
import type { Load } from './load.ts';
import { peakMbDuring, residentMemory } from './resident-memory.ts';

/** Some three seconds each: long enough for all of them to be open at the same time. */
const order = { streams: 1_000, tokens: 12, paceMs: 200 };
const rounds = 32;
/**
 * Of what stays in use. What is resident has no limit of its own: V8 takes and keeps room for its heap in steps, and one of
 * them in the second half says nothing of a leak.
 */
const limitGrowthPercent = 5;
const comesToRestMs = 5_000;
/**
 * After so many all that such a crowd needs has been made, and what grows from there on leaks. A collection changes what is
 * resident, so none is near the second half.
 */
const earlyRound = 8;

interface Streamed {
  /** Streams of all rounds that were cut, changed, refused, or not open at the same time as the others. */
  readonly broken: number;
  readonly beforeMb: number;
  readonly peaksMb: readonly number[];
  readonly afterMb: number;
}

function growthPercent(before: number, after: number): number {
  return Math.round((after / before - 1) * 100);
}

function residentGrowth({ peaksMb }: Streamed): number {
  return growthPercent(peaksMb[rounds / 2 - 1] ?? Number.NaN, peaksMb[rounds - 1] ?? Number.NaN);
}

/** @param afterRound called between two rounds, with how many are over */
async function streamThrough(way: Way, load: Load, afterRound = async (_over: number) => {}): Promise<Streamed> {
  const { withChildrenMb: beforeMb } = await residentMemory(way.pid);
  const peaksMb: number[] = [];
  let broken = 0;
  for (let round = 0; round < rounds; round += 1) {
    const { result, peakMb } = await peakMbDuring(way.pid, () => load.streams({ ...order, target: way }));
    peaksMb.push(peakMb);
    await afterRound(peaksMb.length);
    broken += Math.max(result.broken.length, order.streams - result.atOnce);
    for (const reason of new Set(result.broken)) console.log(`A stream through ${way.url} broke: ${reason}`);
  }
  await delay(comesToRestMs);
  const { withChildrenMb: afterMb } = await residentMemory(way.pid);
  return { broken, beforeMb, peaksMb, afterMb };
}

/** Whether as many streams as a team could have at once all arrive, and what they cost in memory. */
export async function manyStreams({ nginx, gateway, direct }: Ways, load: Load): Promise<Figure[]> {
  const unhindered = await load.streams({ ...order, target: direct });
  if (unhindered.broken.length > 0) throw new Error(`the bench’s own upstream broke a stream: ${unhindered.broken[0]}`);
  const theirs = nginx && (await streamThrough(nginx, load));
  const inUse = { early: Number.NaN, late: Number.NaN };
  const ours = await streamThrough(gateway, load, async (over) => {
    if (over !== earlyRound && over !== rounds) return;
    await delay(comesToRestMs);
    inUse[over === rounds ? 'late' : 'early'] = await gateway.inUseMb();
  });
  const memory = (moment: string, of: (streamed: Streamed) => number): Figure => ({
    label: `Resident memory of the gateway ${moment}`,
    baseline: beside(theirs, (streamed) => `${Math.round(of(streamed))} MB`),
    value: Math.round(of(ours)),
    limit: null,
    unit: 'MB',
  });
  const crowd = `${order.streams} streams at once`;
  return [
    {
      label: `${rounds} times ${crowd}: streams that broke`,
      baseline: beside(theirs, ({ broken }) => String(broken)),
      value: ours.broken,
      limit: 0,
      unit: '',
    },
    memory('before them, after the requests above', ({ beforeMb }) => beforeMb),
    memory(`with ${crowd}, at most`, ({ peaksMb }) => Math.max(...peaksMb)),
    memory('after them', ({ afterMb }) => afterMb),
    {
      label: `… its growth from round ${rounds / 2} to round ${rounds}`,
      baseline: beside(theirs, (streamed) => `${residentGrowth(streamed)} %`),
      value: residentGrowth(ours),
      limit: null,
      unit: '%',
    },
    {
      label: `Memory in use after round ${rounds}, collected`,
      baseline: '',
      value: Math.round(inUse.late),
      limit: null,
      unit: 'MB',
    },
    {
      label: `… its growth from round ${earlyRound} to round ${rounds}`,
      baseline: '',
      value: growthPercent(inUse.early, inUse.late),
      limit: limitGrowthPercent,
      unit: '%',
    },
  ];
}
