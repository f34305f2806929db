import { describe, expect, it } from 'vitest';
import type { ExposureSlice } from '../contract/exposure.ts';
import type { ServerActual } from '../contract/server.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import { initialSnapshot } from '../core/snapshot/initial-snapshot.ts';
import { quitQuestion, workQuestion } from './interruption-prompt.ts';
import { sampleFacts } from './testing/snapshot-fixture.ts';

const known = 'Only what passes Corral can be counted; other programs’ answers may be cut off too.';

it.each([
  [{ activeRequests: 1, keyedRequests: 0, pulls: [] }, 'One answer is being written. The answer would be cut off.'],
  [{ activeRequests: 3, keyedRequests: 0, pulls: [] }, '3 answers are being written. The answers would be cut off.'],
  [
    { activeRequests: 0, keyedRequests: 0, pulls: ['a'] },
    'a is being downloaded. The download goes on when the server runs again.',
  ],
  [
    { activeRequests: 1, keyedRequests: 0, pulls: ['a', 'b'] },
    'One answer is being written and a, b are being downloaded. The answer would be cut off. The downloads go on when the server runs again.',
  ],
])('says of %j what would be cut off', (work, detail) => {
  expect(workQuestion('stop', { ...work, scope: 'all' })).toEqual({
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
    ['asks where the server is stopped in the middle of an answer', of(running), true],
    ['asks about a download too', of(running, { work: { activeRequests: 0, keyedRequests: 0, pulls: ['a'] } }), true],
    [
      'asks nothing where nothing is under way',
      of(running, { work: { activeRequests: 0, keyedRequests: 0, pulls: [] } }),
      false,
    ],
    ['asks where the server stays, but not the answer that passes Corral', of(running, { settings: keep }), true],
    [
      'asks where it would stay but is open to others',
      of(running, { settings: keep, exposure: reach('localNetwork') }),
      true,
    ],
    [
      'asks where it stays and a caller with a key is cut off',
      of(running, { settings: keep, exposure: keyed, work: { activeRequests: 1, keyedRequests: 1, pulls: [] } }),
      true,
    ],
    ["asks nothing where the server isn't ours", of(external), false],
    ['asks nothing where none runs', of({ state: 'stopped' }), false],
  ])('%s', (_what, snapshot, asks) => expect(quitQuestion(snapshot) !== null).toBe(asks));

  it('says that the server stays, and who is cut off', () => {
    const work = { activeRequests: 3, keyedRequests: 2, pulls: ['a'] };
    const question = quitQuestion(of(running, { settings: keep, exposure: keyed, work }));
    expect(question?.message).toBe('Quit Corral? The server goes on without it.');
    expect(question?.detail).toMatch(
      /^3 answers are being written and a is being downloaded\..*\n\nPrograms on this Mac/,
    );
  });

  it('says that a download goes on when Corral is open again', () => {
    const question = quitQuestion(of(running, { work: { activeRequests: 0, keyedRequests: 0, pulls: ['a'] } }));
    expect(question?.detail).toContain('The download goes on when Corral is open again.');
    expect(question?.confirm).toBe('Quit');
  });
});
