import { expect, it } from 'vitest';
import { nextPulse, type Pulse } from './heartbeat.ts';

const limits = { checkMs: 1_000, silentMs: 5_000, startMs: 20_000 };
const last: Pulse = { heartbeats: 7, changedAt: 10_000, seenAt: 14_000 };

it.each([
  ['has just made a heartbeat', last, 15_000, 8, false, 15_000],
  ['made its last one 5 s ago', last, 15_000, 7, true, 10_000],
  ['made its last one less than 5 s ago', last, 14_900, 7, false, 10_000],
  ['is silent, and the look came late', last, 17_000, 7, false, 17_000],
  ['is silent after an hour of sleep', last, 3_614_000, 7, false, 3_614_000],
  ['is silent for 5 s since a late look', { ...last, changedAt: 17_000, seenAt: 21_000 }, 22_000, 7, true, 17_000],
  ['is being loaded', { heartbeats: 0, changedAt: 0, seenAt: 14_000 }, 15_000, 0, false, 0],
  ['was never loaded', { heartbeats: 0, changedAt: 0, seenAt: 19_000 }, 20_000, 0, true, 0],
])('a worker that %s', (_what, before, now, heartbeats, isDead, changedAt) => {
  const next = nextPulse(before, { now, heartbeats }, limits);
  expect(next).toEqual({ isDead, pulse: { heartbeats, changedAt, seenAt: now } });
});
