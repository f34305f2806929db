import { describe, expect, it } from 'vitest';
import type { RunSummary, ServerActual, ServerCause, ServerSlice } from '../../../contract/server.ts';
import { snapshotFixture } from '../../client/testing/corral-fixture.tsx';
import { serverAvailability } from './server-availability.ts';
import { serverDescription } from './server-description.ts';
import { serverRemedies } from './server-remedies.ts';
import { serverView } from './server-view.ts';

const now = new Date(2026, 10, 23, 15, 53).getTime();
function cause(kind: ServerCause['kind'], lastLines: string[] = []): ServerCause {
  return {
    kind,
    message: 'It ended with exit code 2.',
    exitCode: 2,
    signal: null,
    lastLines,
  };
}
function run(changes: Partial<RunSummary>): RunSummary {
  return {
    runId: 'r',
    startedAt: now,
    pid: 7,
    version: '1',
    adopted: false,
    end: null,
    ...changes,
  };
}
function ended(at: number) {
  return { at, kind: 'exited', message: 'It ended.' };
}
function does(slice: ServerSlice) {
  return serverRemedies(slice).map(({ action }) => action.do);
}
function server(actual: ServerActual): ServerSlice {
  return { ...snapshotFixture.server, actual };
}

const states: readonly (readonly [ServerActual, RegExp])[] = [
  [{ state: 'notInstalled', detail: null }, /^Not installed/],
  [{ state: 'stopped' }, /^Stopped/],
  [{ state: 'starting', runId: 'r', since: now }, /^Starting…/],
  [{ state: 'running', runId: 'r', since: now, version: '1' }, /^Running/],
  [{ state: 'unresponsive', runId: 'r', since: now }, /^Not answering/],
  [{ state: 'restarting', attempt: 2, nextAt: now, cause: cause('exited') }, /^Restarting…/],
  [{ state: 'failed', at: now, cause: cause('exited') }, /^Keeps crashing/],
  [{ state: 'failed', at: now, cause: cause('neverReady') }, /^Could not start/],
  [{ state: 'stopping', runId: 'r', since: now }, /^Stopping…/],
  [{ state: 'external', owner: 'ollamaApp', pid: 1, version: '1', canTakeOver: true }, /^Not managed/],
  [{ state: 'portInUse', pid: 7, name: 'node', canTakeOver: true }, /^Port taken/],
  [{ state: 'failed', at: now, cause: cause('modelsFolderUnavailable') }, /^Could not start/],
];

describe('the server in words', () => {
  it.each(states)('$state begins with the fixed words', (actual, words) => {
    expect(serverView(server(actual), false).status).toMatch(words);
  });

  it.each(states)('$state says what it means and leaves a way on', (actual) => {
    const view = serverView(server(actual), false);
    const sentence = serverDescription(server(actual), now);
    expect(sentence).toMatch(/\.$/);
    const ownPage = actual.state === 'notInstalled' || actual.state === 'external' || actual.state === 'stopping';
    expect(view.canStart || view.canStop || ownPage).toBe(true);
    if (!view.canStart && !view.canStop) expect(view.startBlocked).not.toBe('');
  });

  it('tells apart the open server', () => {
    expect(serverView(server({ state: 'running', runId: 'r', since: now, version: '1' }), true)).toMatchObject({
      status: 'Running, open',
      tone: 'warn',
    });
  });

  it('names who holds the port and how to get it back', () => {
    const taken = { state: 'portInUse', pid: 7, name: 'node', canTakeOver: true } as const;
    expect(serverDescription(server(taken), now)).toBe('node (process 7) uses port 11434, and it is not Ollama.');
    expect(does(server(taken))).toEqual(['takeOver', 'start', 'freePort']);
    expect(serverRemedies(server(taken))[0]?.action).toMatchObject({ pid: 7, label: 'Ask node to End…' });
    for (const other of [
      { ...taken, canTakeOver: false },
      { ...taken, pid: null },
    ])
      expect(does(server(other))).toEqual(['start', 'freePort']);
  });

  it('counts down to the next start', () => {
    const waiting = server({ state: 'restarting', attempt: 1, nextAt: now + 4000, cause: cause('exited') });
    expect(serverDescription(waiting, now)).toContain('in 4 s');
    expect(serverDescription(waiting, now + 4000)).toContain('again now');
  });

  it('says how often it was tried, and waits for a folder without giving up', () => {
    const runs = [1, 2, 3].map((age) => run({ startedAt: now - age * 20_000, end: ended(now - age * 20_000 + 4_000) }));
    const old = run({ startedAt: now - 500_000, end: ended(now - 70_000) });
    const failed = { ...server({ state: 'failed', at: now, cause: cause('exited') }), runs: [...runs, old] };
    expect(serverDescription(failed, now)).toBe(
      'It ended with exit code 2. Corral started it 3 times in 1 min and gave up at 15:53.',
    );
    const held = server({ state: 'failed', at: now, cause: cause('modelsFolderUnavailable') });
    expect(serverDescription(held, now)).toContain('starts it when the folder is there.');
    expect(serverView(held, false).caption).toBe('Waits for the models folder');
  });

  it('knows when requests can be sent', () => {
    const uses = states.map(([actual]) => [actual.state, serverAvailability(actual.state)]);
    expect(Object.fromEntries(uses)).toEqual({
      notInstalled: 'no',
      stopped: 'no',
      starting: 'soon',
      running: 'now',
      unresponsive: 'now',
      restarting: 'soon',
      failed: 'no',
      stopping: 'no',
      external: 'now',
      portInUse: 'no',
    });
  });
});
