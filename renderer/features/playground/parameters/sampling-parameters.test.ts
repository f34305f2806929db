import { describe, expect, it, test } from 'vitest';
import {
  emptyParameters,
  type ParametersDraft,
  parseParameters,
  readParameters,
  toSampling,
} from './sampling-parameters.ts';

/** What is sent with these fields; a string is why nothing is sent. */
function sent(draft: Partial<ParametersDraft>) {
  const parsed = parseParameters({ ...emptyParameters, ...draft });
  return 'value' in parsed ? toSampling(parsed.value) : parsed.problem;
}

describe('what is sent is what is shown', () => {
  it.each<[Partial<ParametersDraft>, object]>([
    [{}, {}],
    [{ temperature: ' ' }, {}],
    [
      { temperature: '0', topP: '0,9', stop: ['###'] },
      { temperature: 0, top_p: 0.9, stop: ['###'] },
    ],
    [{ maxTokens: '1,000' }, { max_tokens: 1000 }],
    [{ seed: ' 5 ' }, { seed: 5 }],
    [{ stop: ['a'], newStop: 'b' }, { stop: ['a', 'b'] }],
    [{ stop: ['a'], newStop: 'a' }, { stop: ['a'] }],
    [{ stop: ['a', 'b', 'c', 'd'], newStop: 'e' }, { stop: ['a', 'b', 'c', 'd'] }],
  ])('%j sends %j', (draft, sampling) => {
    expect(sent(draft)).toEqual(sampling);
  });

  it.each<[Partial<ParametersDraft>, string]>([
    [{ seed: '5x' }, 'Seed isn’t valid. Enter a whole number from 0 to 2,147,483,647.'],
    [{ seed: '-1' }, 'Seed isn’t valid. Enter a whole number from 0 to 2,147,483,647.'],
    [{ temperature: '99' }, 'Temperature isn’t valid. Enter a value from 0 to 2.'],
    [{ temperature: '0', topP: '1.1' }, 'Top P isn’t valid. Enter a value from 0 to 1.'],
    [{ maxTokens: '0', seed: 'x' }, 'Max tokens isn’t valid. Enter a whole number from 1 to 1,000,000.'],
    [{ maxTokens: '1.5' }, 'Max tokens isn’t valid. Enter a whole number from 1 to 1,000,000.'],
  ])('%j sends nothing', (draft, problem) => {
    expect(sent(draft)).toBe(problem);
  });
});

test('what was stored is read: texts, and the numbers of earlier builds', () => {
  expect(readParameters('x')).toEqual(emptyParameters);
  expect(
    readParameters({ temperature: 0.7, topP: null, seed: '5x', stop: ['s', 1, 's', ''], systemPrompt: 'p' }),
  ).toEqual({
    ...emptyParameters,
    temperature: '0.7',
    seed: '5x',
    stop: ['s'],
    systemPrompt: 'p',
  });
});
