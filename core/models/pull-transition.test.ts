import { describe, expect, it } from 'vitest';
import { pullFailure } from './classify-pull-error.ts';
import { type PullEntry, WAITING_FOR_SERVER } from './pull-entry.ts';
import { emptyProgress } from './pull-progress.ts';
import { MAX_LOSSES, type PullEffect, type PullEvent, pullTransition } from './pull-transition.ts';

const base: PullEntry = {
  id: 'p',
  name: 'tinyllama:latest',
  request: { model: 'tinyllama:latest', insecure: false },
  startedAt: 0,
  state: 'running',
  failure: null,
  progress: { ...emptyProgress, phase: 'pulling', completedBytes: 10, totalBytes: 100 },
  connected: true,
  losses: 0,
};
const diskFull = pullFailure('diskFull');
const entries = {
  downloading: base,
  waiting: { ...base, connected: false },
  paused: { ...base, state: 'paused', connected: false },
  failed: { ...base, state: 'failed', failure: diskFull, connected: false, losses: MAX_LOSSES },
} as const satisfies Record<string, PullEntry>;

const events = {
  resume: { type: 'resume' },
  pause: { type: 'pause' },
  cancel: { type: 'cancel' },
  serverAvailable: { type: 'serverAvailable' },
  line: { type: 'line', line: { status: 'pulling x', digest: 'x', total: 100, completed: 50 }, at: 1 },
  finished: { type: 'finished' },
  lostWithServer: { type: 'connectionLost', serverResponds: true },
  lostWithoutServer: { type: 'connectionLost', serverResponds: false },
  failed: { type: 'failed', failure: diskFull },
} as const satisfies Record<string, PullEvent>;

type Name = keyof typeof entries;
type Row = readonly [Name, keyof typeof events, outcome: Name | 'removed', effects: readonly PullEffect[]];

const table: readonly Row[] = [
  ['downloading', 'resume', 'downloading', []],
  ['downloading', 'pause', 'paused', ['disconnect', 'publish']],
  ['downloading', 'cancel', 'removed', ['disconnect', 'publish']],
  ['downloading', 'serverAvailable', 'downloading', []],
  ['downloading', 'line', 'downloading', ['publishProgress']],
  ['downloading', 'finished', 'removed', ['publish', 'notifyFinished']],
  ['downloading', 'lostWithServer', 'waiting', ['publish', 'retryLater']],
  ['downloading', 'lostWithoutServer', 'waiting', ['publish']],
  ['downloading', 'failed', 'failed', ['publish']],
  ['waiting', 'resume', 'waiting', []],
  ['waiting', 'pause', 'paused', ['disconnect', 'publish']],
  ['waiting', 'cancel', 'removed', ['disconnect', 'publish']],
  ['waiting', 'serverAvailable', 'downloading', ['connect', 'publish']],
  ['waiting', 'line', 'waiting', []],
  ['waiting', 'finished', 'waiting', []],
  ['waiting', 'lostWithServer', 'waiting', []],
  ['waiting', 'lostWithoutServer', 'waiting', []],
  ['waiting', 'failed', 'waiting', []],
  ['paused', 'resume', 'downloading', ['connect', 'publish']],
  ['paused', 'pause', 'paused', []],
  ['paused', 'cancel', 'removed', ['disconnect', 'publish']],
  ['paused', 'serverAvailable', 'paused', []],
  ['paused', 'line', 'paused', []],
  ['paused', 'finished', 'paused', []],
  ['paused', 'lostWithServer', 'paused', []],
  ['paused', 'lostWithoutServer', 'paused', []],
  ['paused', 'failed', 'paused', []],
  ['failed', 'resume', 'downloading', ['connect', 'publish']],
  ['failed', 'pause', 'failed', []],
  ['failed', 'cancel', 'removed', ['disconnect', 'publish']],
  ['failed', 'serverAvailable', 'failed', []],
  ['failed', 'line', 'failed', []],
  ['failed', 'finished', 'failed', []],
  ['failed', 'lostWithServer', 'failed', []],
  ['failed', 'lostWithoutServer', 'failed', []],
  ['failed', 'failed', 'failed', []],
];

/** By state and connection alone; the figures have tests of their own. */
function nameOf(entry: PullEntry | null): Name | 'removed' {
  if (entry === null) return 'removed';
  if (entry.state !== 'running') return entry.state;
  return entry.connected ? 'downloading' : 'waiting';
}

describe('pullTransition', () => {
  it('has a row for each state and event', () => {
    expect(table).toHaveLength(Object.keys(entries).length * Object.keys(events).length);
  });

  it.each(table)('%s, %s: %s', (name, event, outcome, effects) => {
    const step = pullTransition(entries[name], events[event]);
    expect(nameOf(step.entry)).toBe(outcome);
    expect(step.effects).toEqual(effects);
    expect(step.entry?.failure ?? null).toEqual(outcome === 'failed' ? diskFull : null);
  });

  it('counts losses only until there is progress', () => {
    const lost = pullTransition({ ...base, losses: 2 }, events.lostWithServer).entry;
    expect(lost).toMatchObject({ losses: 3, progress: { phase: WAITING_FOR_SERVER, completedBytes: 10 } });
    expect(pullTransition({ ...base, losses: 3 }, events.line).entry).toMatchObject({ losses: 0 });
    const status = { type: 'line', line: { status: 'pulling manifest' }, at: 1 } as const;
    expect(pullTransition({ ...base, losses: 3 }, status).entry).toMatchObject({ losses: 3 });
  });

  it('gives up on a server that keeps breaking the connection, but waits for one that is away', () => {
    const worn = { ...base, losses: MAX_LOSSES };
    expect(pullTransition(worn, events.lostWithoutServer)).toMatchObject({ entry: { state: 'running' } });
    expect(pullTransition(worn, events.lostWithServer)).toMatchObject({
      entry: { state: 'failed', failure: pullFailure('interrupted'), connected: false },
      effects: ['publish'],
    });
  });

  it('starts over when it is resumed: no failure, no losses, the figures kept', () => {
    const { entry } = pullTransition(entries.failed, events.resume);
    expect(entry).toMatchObject({ failure: null, losses: 0, progress: { completedBytes: 10, totalBytes: 100 } });
    expect(entry?.progress.layers.size).toBe(0);
  });
});
