import { expect, test } from 'vitest';
import { noParameters, numberRules, parseNumber, readParameters, toSampling } from './sampling-parameters.ts';

test('only what is set is sent', () => {
  expect(toSampling(noParameters)).toEqual({});
  expect(toSampling({ ...noParameters, temperature: 0, topP: 0.9, stop: ['###'] })).toEqual({
    temperature: 0,
    top_p: 0.9,
    stop: ['###'],
  });
});

test('a number is checked against its range; an empty field is not set', () => {
  expect(parseNumber(' ', numberRules.seed)).toEqual({ value: null });
  expect(parseNumber('0,7', numberRules.temperature)).toEqual({ value: 0.7 });
  expect(parseNumber('2.1', numberRules.temperature)).toEqual({ problem: 'Enter a value from 0 to 2.' });
  expect(parseNumber('1.5', numberRules.maxTokens)).toEqual({
    problem: 'Enter a whole number from 1 to 1,000,000.',
  });
  expect(parseNumber('many', numberRules.maxTokens)).toHaveProperty('problem');
});

test('invalid stored parameters are left out', () => {
  expect(readParameters('x')).toEqual(noParameters);
  expect(readParameters({ temperature: 99, topP: 0.5, seed: 'a', stop: ['s', 1], systemPrompt: 'p' })).toEqual({
    ...noParameters,
    topP: 0.5,
    stop: ['s'],
    systemPrompt: 'p',
  });
});
