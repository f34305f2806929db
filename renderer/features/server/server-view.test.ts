import { describe, expect, it } from 'vitest';
import type { ServerActual, ServerCause, ServerSlice } from '../../../contract/server.ts';
import { snapshotFixture } from '../../client/corral-fixture.tsx';
import { serverRemedies } from './server-remedies.ts';
import { serverSentence } from './server-sentence.ts';
import { serverUse } from './server-use.ts';
import { serverView } from './server-view.ts';

const now = new Date(2026, 10, 23, 15, 53).getTime();
const cause = (kind: ServerCause['kind'], lastLines: string[] = []): ServerCause => ({
  kind,
  message: 'It ended with exit code 2.',
  exitCode: 2,
  signal: null,
  lastLines,
});
const server = (actual: ServerActual): ServerSlice => ({ ...snapshotFixture.server, actual });

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
  [{ state: 'portTaken', pid: 7, name: 'node' }, /^Port taken/],
];

describe('the server in words', () => {
  it.each(states)('$state begins with the fixed words', (actual, words) => {
    expect(serverView(server(actual), false).status).toMatch(words);
  });

  it.each(states)('$state says what it means and leaves a way on', (actual) => {
    const view = serverView(server(actual), false);
    const sentence = serverSentence(server(actual), now);
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
    const taken = server({ state: 'portTaken', pid: 7, name: 'node' });
    expect(serverSentence(taken, now)).toBe('node (process 7) uses port 11434, and it is not Ollama.');
    expect(serverRemedies(taken).map(({ action }) => action?.go)).toEqual(['start', 'settings']);
  });

  it('counts down to the next start', () => {
    const waiting = server({ state: 'restarting', attempt: 1, nextAt: now + 4000, cause: cause('exited') });
    expect(serverSentence(waiting, now)).toContain('in 4 s');
    expect(serverSentence(waiting, now + 4000)).toContain('again now');
  });

  it('offers the log only where its last lines are not on the page already', () => {
    const failed = (lines: string[]) => server({ state: 'failed', at: now, cause: cause('neverReady', lines) });
    expect(serverRemedies(failed([])).map(({ action }) => action?.go)).toEqual(['logs']);
    expect(serverRemedies(failed(['panic']))).toEqual([]);
  });

  it('knows when requests can be sent', () => {
    const uses = states.map(([actual]) => [actual.state, serverUse(actual.state)]);
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
      portTaken: 'no',
    });
  });
});
