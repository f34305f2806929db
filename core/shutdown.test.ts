import type { Logger } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Settings } from '../contract/settings.ts';
import type { Work } from '../contract/work.ts';
import { createShutdown } from './shutdown.ts';
import { initialSnapshot } from './snapshot/initial-snapshot.ts';
import { createSnapshotStore } from './snapshot/snapshot-store.ts';
import { sampleApp } from './snapshot/testing/app-slice-fixture.ts';

const idle: Work = { activeRequests: 0, keyedRequests: 0, pulls: [] };
const busy: Work = { activeRequests: 1, keyedRequests: 0, pulls: [] };
const PORT = 11_434;

interface Case {
  /** Where the server is; on the port that clients use it doesn't move. */
  readonly serverPort?: number;
  readonly keeps?: boolean;
  /** When nothing is in progress anymore, in milliseconds after the quit began. */
  readonly idleAt?: number;
  readonly handOver?: () => Promise<boolean>;
  /** Closes what makes the server reachable. */
  readonly close?: () => unknown;
}

/** A quit, whose steps are noted with the milliseconds since it began. */
function quitting({ serverPort = 30_000, keeps = true, idleAt = 0, handOver = async () => true, close }: Case) {
  const settings = Settings.parse({ keepServerAfterQuit: keeps });
  const store = createSnapshotStore(initialSnapshot({ app: sampleApp, settings, port: PORT }));
  const actual = { state: 'running', runId: 'r-1', since: 0, version: '0' } as const;
  store.update('server', (server) => ({ ...server, desired: 'running', actual }));
  const ollamaHost = `127.0.0.1:${serverPort}`;
  const effective = { reach: 'thisMac' as const, open: false, keyed: false, ollamaHost, listening: [] };
  store.update('exposure', (exposure) => ({ ...exposure, effective }));
  const began = performance.now();
  const after = (): number => Math.round(performance.now() - began);
  const steps: string[] = [];
  const note = (step: string) => async () => void steps.push(`${after()} ${step}`);
  const shutdown = createShutdown({
    store,
    settings: { get: () => settings },
    exposure: {
      handOver: async () => {
        await note('hand over')();
        return handOver();
      },
    },
    supervisor: { close: note('stop'), detach: note('detach') },
    logger: { error: vi.fn() } as unknown as Logger,
    work: async () => (after() >= idleAt ? idle : busy),
    beforeRestriction: [],
    beforeServer: close === undefined ? [] : [close],
    afterServer: [note('done')],
  });
  return { shutdown, steps };
}

describe('quitting', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it.each<readonly [string, Case, readonly string[]]>([
    ['moves an idle server that is to keep running', {}, ['0 hand over', '0 detach', '0 done']],
    ['waits for what is in progress', { idleAt: 1_980 }, ['2000 hand over', '2000 detach', '2000 done']],
    ['waits 4 s for it', { idleAt: 60_000 }, ['4000 hand over', '4000 detach', '4000 done']],
    ['doesn’t wait for one that stays', { idleAt: 9_000, serverPort: PORT }, ['0 hand over', '0 detach', '0 done']],
    ['stops one that isn’t to keep running', { idleAt: 9_000, keeps: false }, ['0 stop', '0 done']],
    [
      'stops one although what leads to it hangs',
      { keeps: false, close: () => new Promise(() => undefined) },
      ['2500 stop', '2500 done'],
    ],
    ['stops one that can’t move', { handOver: () => Promise.resolve(false) }, ['0 hand over', '0 stop', '0 done']],
    [
      'stops one that isn’t there in time',
      { handOver: () => new Promise(() => undefined) },
      ['0 hand over', '7000 stop', '7000 done'],
    ],
    [
      'stops it as soon after waiting for work',
      { idleAt: 60_000, handOver: () => new Promise(() => undefined) },
      ['4000 hand over', '7000 stop', '7000 done'],
    ],
  ])('%s', async (_what, given, expected) => {
    const { shutdown, steps } = quitting(given);
    void shutdown.stop();
    await vi.advanceTimersByTimeAsync(9_000);
    expect(steps).toEqual(expected);
  });

  it.each([
    ['keep', ['0 hand over', '0 detach', '0 done']],
    ['stop', ['0 stop', '0 done']],
  ] as const)('waits for nothing once a person has decided: %s', async (decision, expected) => {
    const { shutdown, steps } = quitting({ idleAt: 60_000 });
    shutdown.decide(decision);
    await shutdown.stop();
    expect(steps).toEqual(expected);
  });
});
