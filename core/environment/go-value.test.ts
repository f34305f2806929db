import { expect, test } from 'vitest';
import { goBoolean, goValue } from './go-value.ts';

// Each was tried with Go's strings.TrimSpace and strings.Trim.
test.each([
  ['/models', '/models'],
  [' /models\t\n', '/models'],
  ['"/models"', '/models'],
  [' "\'/models\'" ', '/models'],
  ['" /models "', ' /models '],
  ['/my "models"', '/my "models'],
  ['\u0085/models\u00a0', '/models'],
  ['\ufeff/models', '\ufeff/models'],
  ['""', ''],
  [' ', ''],
])('Ollama reads %j as %j', (value, read) => {
  expect(goValue(value)).toBe(read);
});

test.each([
  ['1', true],
  ['True', true],
  ['f', false],
  ['FALSE', false],
  ['yes', null],
  ['tRUE', null],
  ['', null],
])('as a boolean %j is %s', (value, read) => {
  expect(goBoolean(value)).toBe(read);
});
