import { describe, expect, it, vi } from 'vitest';
import type { ExposureSlice } from '../contract/exposure.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import type { Work } from '../contract/work.ts';
import type { QuitDecision } from '../core/shutdown.ts';
import { initialSnapshot } from '../core/snapshot/initial-snapshot.ts';
import { createSnapshotStore } from '../core/snapshot/snapshot-store.ts';
import { confirmQuit } from './confirm-quit.ts';
import { sampleFacts } from './testing/snapshot-fixture.ts';

const blank = initialSnapshot(sampleFacts);
const { port } = blank.server;
const idle: Work = { activeRequests: 0, keyedRequests: 0, pulls: [] };
const busy: Work = { activeRequests: 1, keyedRequests: 0, pulls: [] };

function snapshotWith(ollamaHost: string, keepServerAfterQuit: boolean, isStopping = false): Snapshot {
  const exposure: ExposureSlice = {
    ...blank.exposure,
    effective: { reach: 'thisMac', open: false, keyed: false, ollamaHost, listening: [] },
  };
  const server: Pick<Snapshot['server'], 'desired' | 'actual'> = isStopping
    ? { desired: 'stopped', actual: { state: 'stopping', runId: 'r', since: 1 } }
    : { desired: 'running', actual: { state: 'running', runId: 'r', since: 1, version: '1' } };
  return {
    ...blank,
    server: { ...blank.server, ...server },
    exposure,
    settings: { ...blank.settings, keepServerAfterQuit },
  };
}

function quitting(snapshot: Snapshot, { now, left }: { readonly now: Work; readonly left: Work }) {
  const corral = {
    snapshot: createSnapshotStore(snapshot),
    work: vi.fn(() => Promise.resolve(now)),
    awaitIdle: vi.fn(() => Promise.resolve(left)),
    decideQuit: vi.fn(),
  };
  const prompts = {
    promptConfirm: vi.fn(() => Promise.resolve(true)),
    promptQuit: vi.fn((): Promise<QuitDecision | null> => Promise.resolve('stop')),
  };
  return { corral, prompts, quit: () => confirmQuit(corral, prompts) };
}

describe('with a server that moves to keep running', () => {
  const snapshot = snapshotWith('127.0.0.1:23917', true);

  it('waits for what is in progress instead of asking', async () => {
    const { corral, prompts, quit } = quitting(snapshot, { now: busy, left: idle });
    expect(await quit()).toBe(true);
    expect(corral.decideQuit).toHaveBeenCalledExactlyOnceWith('keep');
    expect(prompts.promptQuit).not.toHaveBeenCalled();
  });

  it.each(['keep', 'stop', null] as const)('asks where that isn’t over in time: %s', async (decision) => {
    const { corral, prompts, quit } = quitting(snapshot, { now: busy, left: busy });
    prompts.promptQuit.mockResolvedValue(decision);
    expect(await quit()).toBe(decision !== null);
    expect(corral.decideQuit.mock.calls).toEqual(decision === null ? [] : [[decision]]);
  });
});

it.each([
  ['stops', snapshotWith('127.0.0.1:23917', false)],
  ['stays where it is', snapshotWith(`127.0.0.1:${port}`, true)],
  ['is stopping', snapshotWith('127.0.0.1:23917', true, true)],
])('asks at once about a server that %s, where work is in progress', async (_what, snapshot) => {
  for (const now of [idle, busy]) {
    const { corral, prompts, quit } = quitting(snapshot, { now, left: busy });
    expect(await quit()).toBe(true);
    expect(prompts.promptConfirm).toHaveBeenCalledTimes(now === busy ? 1 : 0);
    expect([corral.awaitIdle.mock.calls, corral.decideQuit.mock.calls]).toEqual([[], []]);
  }
});
