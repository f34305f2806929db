import { expect, test } from 'vitest';
import { evaluateHealth, type HealthFacts, healthTiming, nextProbeDelayMs } from './health-policy.ts';

const facts = { unresponsiveMs: 0, isStopped: false, isLoading: false, isBusy: false };
const minutes = 60_000;

test.each<[string, Partial<HealthFacts>]>([
  ['healthy', {}],
  ['healthy', { unresponsiveMs: 9_999, isStopped: true }],
  ['unresponsive', { unresponsiveMs: 10_000 }],
  ['unresponsive', { unresponsiveMs: 10_000, isStopped: true }],
  ['hung', { unresponsiveMs: 30_000 }],
  ['hung', { unresponsiveMs: 30_000, isStopped: true, isLoading: true, isBusy: true }],
  ['unresponsive', { unresponsiveMs: 30_000, isLoading: true }],
  ['hung', { unresponsiveMs: 6 * minutes, isLoading: true }],
  ['healthy', { unresponsiveMs: 5 * minutes, isBusy: true }],
  ['hung', { unresponsiveMs: 10 * minutes, isBusy: true }],
  ['unresponsive', { unresponsiveMs: 12_000, isStopped: true, isBusy: true }],
])('%s after %o', (verdict, known) => {
  expect(evaluateHealth({ ...facts, ...known }, healthTiming)).toBe(verdict);
});

test('two failed probes and their intervals fit into the 15 s within which a hang is to be seen', () => {
  const { probeIntervalMs, probeTimeoutMs, unresponsiveAfterMs } = healthTiming;
  const failedProbes = Math.ceil(unresponsiveAfterMs / probeTimeoutMs);
  expect(Math.max(unresponsiveAfterMs, probeIntervalMs + failedProbes * probeTimeoutMs)).toBeLessThanOrEqual(16_000);
});

test.each([
  ['a healthy server after an interval', 10, 10, 4_000],
  ['soon after a probe without a response', 4_000, 300, 700],
  ['at once after a probe that took its whole time', 8_000, 4_000, 0],
])('probes %s', (_when, sinceLastSignMs, probeMs, delayMs) => {
  expect(nextProbeDelayMs({ sinceLastSignMs, probeMs }, healthTiming)).toBe(delayMs);
});
