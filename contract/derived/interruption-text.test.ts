import { expect, it } from 'vitest';
import { interruptionText } from './catalog/en/interruption.ts';
import { interruptionSentences } from './interruption-text.ts';
import { interruptedWork, isIdle } from './work.ts';

it.each([
  [0, [], 'serverStarts', 'No requests are going through Corral anymore.'],
  [1, [], 'serverStarts', '1 response is in progress and will be interrupted.'],
  [1200, [], 'corralOpens', '1,200 responses are in progress and will be interrupted.'],
  [0, ['a'], 'serverStarts', 'a is downloading and resumes when the server starts again.'],
  [0, ['a'], 'corralOpens', 'a is downloading and resumes when you open Corral again.'],
  [
    3,
    ['a', 'b', 'c'],
    'serverStarts',
    '3 responses are in progress and will be interrupted. a, b, and c are downloading and resume when the server starts again.',
  ],
] as const)('%i responses and downloads of %j, %s', (activeRequests, pulls, resume, text) => {
  const sentences = interruptionSentences({ activeRequests, pulls: [...pulls] }, resume);
  expect(sentences.map((sentence) => interruptionText(sentence)).join(' ')).toBe(text);
});

it('counts what the scope interrupts', () => {
  const work = { activeRequests: 3, keyedRequests: 1, pulls: ['a'] };
  expect(interruptedWork(work, 'all')).toEqual({ activeRequests: 3, pulls: ['a'] });
  expect(interruptedWork(work, 'keyedRequests')).toEqual({ activeRequests: 1, pulls: [] });
  expect(isIdle({ activeRequests: 0, pulls: [] })).toBe(true);
  expect(
    [
      { activeRequests: 1, pulls: [] },
      { activeRequests: 0, pulls: ['a'] },
    ].map(isIdle),
  ).toEqual([false, false]);
});
