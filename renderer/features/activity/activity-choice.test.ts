import { expect, test } from 'vitest';
import { filterOf, keyOptions, modelOptions, unfiltered } from './activity-choice.ts';

test('the choices become the filter of the request', () => {
  expect(filterOf(unfiltered)).toEqual({});
  expect(filterOf({ ...unfiltered, text: '  web ', outcome: 'failed' })).toEqual({ text: 'web', outcome: 'failed' });
  const [all, odd, without] = modelOptions(['*'], unfiltered.model).map(({ value }) =>
    filterOf({ ...unfiltered, model: value }),
  );
  expect([all, odd, without]).toEqual([{}, { model: '*' }, { model: null }]);
  const keys = keyOptions([{ id: '-', name: 'Laptop' }], unfiltered.key);
  expect(keys.map(({ value }) => filterOf({ ...unfiltered, key: value }))).toEqual([{}, { key: '-' }, { key: null }]);
});

test('a chosen model or key stays an option when its last request is gone', () => {
  const [, { value = '' } = {}] = modelOptions(['qwen3:8b'], unfiltered.model);
  expect(modelOptions([], value).at(-1)).toEqual({ value, label: 'qwen3:8b' });
  expect(keyOptions([], '=k1').map((option) => option.value)).toContain('=k1');
});
