import { describe, expect, it } from 'vitest';
import type { ServerActual } from '../contract/server.ts';
import type { Work } from '../contract/work.ts';
import { initialSnapshot } from '../core/snapshot/initial-snapshot.ts';
import { interruptionPrompt, movePrompt, quitPrompt } from './interruption-prompt.ts';
import { sampleFacts } from './testing/snapshot-fixture.ts';

const known = 'Corral only sees requests that go through it. Other apps’ responses may be interrupted too.';

it.each([
  [{ activeRequests: 1, keyedRequests: 0, pulls: [] }, '1 response is in progress and will be interrupted.'],
  [{ activeRequests: 3, keyedRequests: 0, pulls: [] }, '3 responses are in progress and will be interrupted.'],
  [{ activeRequests: 0, keyedRequests: 0, pulls: ['a'] }, 'a is downloading and resumes when the server starts again.'],
  [
    { activeRequests: 1, keyedRequests: 0, pulls: ['a', 'b'] },
    '1 response is in progress and will be interrupted. a and b are downloading and resume when the server starts again.',
  ],
])('says of %j what is interrupted', (work, detail) => {
  expect(interruptionPrompt('stop', { ...work, scope: 'all' }, initialSnapshot(sampleFacts))).toEqual({
    message: 'Stop the server now?',
    confirm: 'Stop Now',
    detail: `${detail}\n\n${known}`,
  });
});

describe('quitting', () => {
  const blank = initialSnapshot(sampleFacts);
  const running: ServerActual = { state: 'running', runId: 'r', since: 1, version: '1' };
  const external: ServerActual = { state: 'external', owner: 'terminal', pid: 1, version: '1', canTakeOver: true };
  const busy: Work = { activeRequests: 1, keyedRequests: 0, pulls: [] };
  const of = (actual: ServerActual, keepServerAfterQuit = false) => ({
    server: { ...blank.server, actual },
    exposure: blank.exposure,
    settings: { ...blank.settings, keepServerAfterQuit },
  });

  it.each([
    ['asks where stopping the server interrupts a response', of(running), busy, true],
    ['asks about a download too', of(running), { ...busy, activeRequests: 0, pulls: ['a'] }, true],
    ['asks nothing where nothing is in progress', of(running), { ...busy, activeRequests: 0 }, false],
    ['asks where the server stays but a response through Corral is interrupted', of(running, true), busy, true],
    ["asks nothing where the server isn't ours", of(external), busy, false],
    ['asks nothing where none runs', of({ state: 'stopped' }), busy, false],
  ])('%s', (_what, snapshot, work, asks) => expect(quitPrompt(snapshot, work) !== null).toBe(asks));

  it('says that the server keeps running, and who is interrupted', () => {
    const prompt = quitPrompt(of(running, true), { activeRequests: 3, keyedRequests: 2, pulls: ['a'] });
    expect(prompt?.message).toBe('Quit Corral? The server will keep running.');
    expect(prompt?.detail).toMatch(
      /^3 responses are in progress and will be interrupted\. a is downloading.*\n\nApps on this Mac/,
    );
  });

  it('says that a download resumes when Corral opens again', () => {
    const prompt = quitPrompt(of(running), { activeRequests: 0, keyedRequests: 0, pulls: ['a'] });
    expect(prompt?.detail).toContain('a is downloading and resumes when you open Corral again.');
    expect(prompt?.confirm).toBe('Quit');
  });

  it('says that a server restarts to keep running, and what that interrupts', () => {
    expect(movePrompt({ activeRequests: 2, keyedRequests: 0, pulls: [] })).toEqual({
      message: 'Quit Corral now?',
      detail:
        '2 responses are in progress and will be interrupted.\n\nTo keep running without Corral, the server restarts once. Apps can’t connect while it does. You can also stop the server.',
      confirm: 'Quit Anyway',
    });
  });
});
