import { expect, it } from 'vitest';
import type { LoadedModel } from '../../../contract/models.ts';
import { memoryUse, processor } from './memory-use.ts';

function model(name: string, sizeBytes: number, gpuBytes = sizeBytes): LoadedModel {
  return {
    name,
    sizeBytes,
    gpuBytes,
    contextLength: null,
    expiresAt: null,
  };
}

it('divides the memory and describes it', () => {
  const use = memoryUse([model('a', 4 * 1024 ** 3), model('b', 1024 ** 3)], 16 * 1024 ** 3);
  expect(use.parts.map(({ percent, tint }) => [percent, tint])).toEqual([
    [25, 'd1'],
    [6.25, 'd2'],
  ]);
  expect(use.description).toBe('Memory: 4.3 GB a and 1.1 GB b, of 16 GB');
});

it('never draws more than the whole', () => {
  const { parts } = memoryUse([model('a', 30e9), model('b', 10e9)], 16e9);
  expect(parts.reduce((sum, { percent }) => sum + percent, 0)).toBeCloseTo(100);
});

it('says which processor a model uses', () => {
  expect([model('a', 8, 8), model('a', 8, 4), model('a', 8, 0)].map(processor)).toEqual(['GPU', '50% GPU', 'CPU']);
});

it('leaves out of the bar a model whose size isn’t known, and names no processor for it', () => {
  const { parts } = memoryUse([model('a', 0), model('b', 4)], 16);
  expect(parts.map(({ name }) => name)).toEqual(['b']);
  expect(processor(model('a', 0))).toBe('–');
});
