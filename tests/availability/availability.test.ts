import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { isFull, runLength } from './run-length.ts';
import type { Part } from './tireless-scenario.ts';

const SCENARIO = fileURLToPath(new URL('tireless-scenario.ts', import.meta.url));
/** For the longest, on a busy machine. */
const SECONDS_PER_DISRUPTION = 20;
/** While a thread is replaced, or the port moves between Corral and the server; where other tests run too, a process starts slowly. */
const LONGEST_REFUSAL_MS = isFull ? 1_000 : 5_000;

/** Whether this machine allows a network of our own. */
const isAllowed = process.platform === 'linux' && spawnSync('unshare', ['-n', 'ip', 'link']).status === 0;
if (!isAllowed) console.log('tests/availability: skipped, this machine has no network namespaces or no `ip`');

function describePart({ name, figures, refusedMs, sentAgain }: Part): string {
  const { requests, whole, cut, failed, waited, longestWaitMs, failures } = figures;
  return [
    `${name}: ${requests} requests, ${whole} whole, ${cut} cut after they had begun, ${failed} failed;`,
    `${waited} waited, ${longestWaitMs} ms at most; ${sentAgain} sent again; refused for ${refusedMs} ms at most`,
    ...failures.map((failure) => `\n  ${failure}`),
  ].join(' ');
}

async function playScenario(timeoutMs: number): Promise<readonly Part[]> {
  const { stdout } = await promisify(execFile)('unshare', ['-n', process.execPath, SCENARIO], { timeout: timeoutMs });
  const parts = stdout
    .trim()
    .split('\n')
    .map((line): Part => JSON.parse(line));
  console.log(parts.map(describePart).join('\n'));
  return parts;
}

describe.runIf(isAllowed)('clients that never stop asking', () => {
  const count = Object.values(runLength).reduce((sum, times) => sum + times, 0);
  const timeoutMs = count * SECONDS_PER_DISRUPTION * 1_000;

  test('lose nothing but streams that had begun, and are refused for a moment at most', {
    timeout: timeoutMs,
  }, async () => {
    const parts = await playScenario(timeoutMs);
    expect(parts.filter(({ isHarmless }) => isHarmless).flatMap(({ figures }) => figures.failures)).toEqual([]);
    expect(parts.filter(({ refusedMs }) => refusedMs > LONGEST_REFUSAL_MS).map(describePart)).toEqual([]);
  });
});
