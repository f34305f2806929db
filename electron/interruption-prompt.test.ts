import { describe, expect, it } from 'vitest';
import type { ExposureSlice } from '../contract/exposure.ts';
import type { ServerActual } from '../contract/server.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import { initialSnapshot } from '../core/snapshot/initial-snapshot.ts';
import { interruptionPrompt, quitPrompt } from './interruption-prompt.ts';
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
  const busy = { activeRequests: 1, keyedRequests: 0, pulls: [] };
  const reach = (name: 'thisMac' | 'localNetwork'): ExposureSlice => ({
    ...blank.exposure,
    effective: { reach: name, open: name !== 'thisMac', keyed: false, ollamaHost: '', listening: [] },
  });
  const keyed: ExposureSlice = {
    ...blank.exposure,
    effective: { reach: 'localNetwork', open: false, keyed: true, ollamaHost: '', listening: [] },
  };
  const of = (actual: ServerActual, patch: Partial<Snapshot> = {}): Snapshot => ({
    ...blank,
    server: { ...blank.server, actual },
    exposure: reach('thisMac'),
    work: busy,
    ...patch,
  });
  const keep = { ...blank.settings, keepServerAfterQuit: true };

  it.each<[string, Snapshot, boolean]>([
    ['asks where stopping the server interrupts a response', of(running), true],
    ['asks about a download too', of(running, { work: { activeRequests: 0, keyedRequests: 0, pulls: ['a'] } }), true],
    [
      'asks nothing where nothing is in progress',
      of(running, { work: { activeRequests: 0, keyedRequests: 0, pulls: [] } }),
      false,
    ],
    [
      'asks where the server keeps running but a response through Corral is interrupted',
      of(running, { settings: keep }),
      true,
    ],
    [
      'asks where it would keep running but is open to others',
      of(running, { settings: keep, exposure: reach('localNetwork') }),
      true,
    ],
    [
      'asks where it keeps running and a client with a key is interrupted',
      of(running, { settings: keep, exposure: keyed, work: { activeRequests: 1, keyedRequests: 1, pulls: [] } }),
      true,
    ],
    ["asks nothing where the server isn't ours", of(external), false],
    ['asks nothing where none runs', of({ state: 'stopped' }), false],
  ])('%s', (_what, snapshot, asks) => expect(quitPrompt(snapshot) !== null).toBe(asks));

  it('says that the server keeps running, and who is interrupted', () => {
    const work = { activeRequests: 3, keyedRequests: 2, pulls: ['a'] };
    const prompt = quitPrompt(of(running, { settings: keep, exposure: keyed, work }));
    expect(prompt?.message).toBe('Quit Corral? The server will keep running.');
    expect(prompt?.detail).toMatch(
      /^3 responses are in progress and will be interrupted\. a is downloading.*\n\nApps on this Mac/,
    );
  });

  it('says that a download resumes when Corral opens again', () => {
    const prompt = quitPrompt(of(running, { work: { activeRequests: 0, keyedRequests: 0, pulls: ['a'] } }));
    expect(prompt?.detail).toContain('a is downloading and resumes when you open Corral again.');
    expect(prompt?.confirm).toBe('Quit');
  });
});
