import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { clockGap } from './clock-gap.ts';

function at(monotonic: number, wall: number) {
  return { monotonic, wall };
}

describe('the gap between two ticks', () => {
  it.each([
    ['none when both clocks advanced normally', at(100, 9_000), at(2_100, 11_000), 0],
    ['that of a clock that counts sleep', at(0, 0), at(62_000, 62_000), 60_000],
    ['that of the wall clock where the other one stops in sleep', at(0, 0), at(2_000, 62_000), 60_000],
    ['that of the monotonic clock where the other one was set back meanwhile', at(0, 0), at(62_000, -5_000), 60_000],
    ['none when the clock was set back', at(0, 1_000_000), at(2_000, 0), 0],
    ['none when a tick came early', at(0, 0), at(1_990, 1_990), 0],
  ])('is %s', (_what, before, now, gap) => expect(clockGap(before, now, 2_000)).toBe(gap));
});

/** Prints `tick` while it runs and `gap MS` when it notices one. */
const program = `
  import { watchClockGaps } from ${JSON.stringify(new URL('clock-gap.ts', import.meta.url).href)};
  watchClockGaps({ intervalMs: 20, thresholdMs: 300, onGap: (ms) => console.log('gap', ms) });
  setInterval(() => console.log('tick'), 20);
`;

it('is noticed by a process that was suspended and continues', async () => {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const lines = createInterface({ input: child.stdout });
  await once(lines, 'line');
  const gap = new Promise<number>((resolve) => {
    lines.on('line', (line) => {
      // A busy machine makes smaller ones.
      const ms = Number(line.replace('gap ', ''));
      if (ms > 500) resolve(ms);
    });
  });
  child.kill('SIGSTOP');
  // Not a wait for something: the time that passes is what is noticed.
  await delay(700);
  child.kill('SIGCONT');
  expect(await gap).toBeLessThan(performance.now() - startedAt);
});

it('keeps no process alive', async () => {
  const source = program.slice(0, program.indexOf('setInterval'));
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], { stdio: 'inherit' });
  expect(await once(child, 'exit')).toEqual([0, null]);
});
