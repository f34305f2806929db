import { describe, expect, it } from 'vitest';
import type { InstalledModel } from '../../../contract/models.ts';
import { snapshotFixture } from '../../client/testing/corral-fixture.tsx';
import { diskShares } from './disk-shares.ts';
import { formatContext, formatShortDate } from './model-figures.ts';
import { modelFit } from './model-fit.ts';
import { initialSort, parameterCount, searchModels, sortModels } from './model-sort.ts';
import { nextIndex } from './next-index.ts';

const [first] = snapshotFixture.models.installed;
function model(patch: Partial<InstalledModel>): InstalledModel {
  if (first === undefined) throw new Error('the fixture has no model');
  return { ...first, ...patch };
}
function names(models: readonly InstalledModel[]): string[] {
  return models.map(({ name }) => name);
}

describe('sorting', () => {
  const models = [
    model({ name: 'b:7b', parameterSize: '7.6B', sizeBytes: 4.7e9, modifiedAt: 2 }),
    model({ name: 'a:137m', parameterSize: '137M', sizeBytes: 0.2e9, modifiedAt: 3 }),
    model({ name: 'c:70b', parameterSize: '70.6B', sizeBytes: 40e9, modifiedAt: 1 }),
    model({ name: 'unknown', parameterSize: null, sizeBytes: 1e9, modifiedAt: 4 }),
  ];
  it('compares parameter counts by value, with unknown ones last in either direction', () => {
    expect(names(sortModels(models, { key: 'parameters', descending: true }))).toEqual([
      'c:70b',
      'b:7b',
      'a:137m',
      'unknown',
    ]);
    expect(names(sortModels(models, { key: 'parameters', descending: false }))).toEqual([
      'a:137m',
      'b:7b',
      'c:70b',
      'unknown',
    ]);
  });
  it('sorts numbers in names by value', () => {
    const numbered = ['m10', 'm2', 'M1'].map((name) => model({ name }));
    expect(names(sortModels(numbered, initialSort('name')))).toEqual(['M1', 'm2', 'm10']);
  });
  it('starts numbers with the largest and dates with the newest', () => {
    expect(names(sortModels(models, initialSort('size')))[0]).toBe('c:70b');
    expect(names(sortModels(models, initialSort('modified')))[0]).toBe('unknown');
  });
  it('parses parameter counts as Ollama writes them', () => {
    expect(['8.2B', '137M', '1.5T', 'big', null].map(parameterCount)).toEqual([8.2e9, 137e6, 1.5e12, null, null]);
  });
  it('matches every word of the search', () => {
    expect(
      names(searchModels([model({ name: 'Qwen2.5-Coder:7b' }), model({ name: 'qwen3:8b' })], 'coder QWEN')),
    ).toEqual(['Qwen2.5-Coder:7b']);
  });
});

describe('whether a model fits', () => {
  const memory = 16 * 1024 ** 3;
  it.each([
    [2.0e9, 'fits'],
    [5.2e9, 'fits'],
    [9.0e9, 'tight'],
    [13.8e9, 'tooLarge'],
  ] as const)('%d bytes in 16 GB: %s', (size, fit) => expect(modelFit(size, memory)).toBe(fit));
});

describe('figures', () => {
  it('formats context lengths', () => {
    expect([512, 2048, 40_960, 131_072].map(formatContext)).toEqual(['512', '2K', '40K', '128K']);
  });
  it('formats a time of today, and the day of an earlier one', () => {
    const now = new Date(2026, 7, 21, 15, 0).getTime();
    expect(formatShortDate(new Date(2026, 7, 21, 9, 41).getTime(), now)).toBe('09:41');
    expect(formatShortDate(new Date(2026, 7, 12, 9, 41).getTime(), now)).toBe('Aug 12');
  });
  it('divides the disk without overflowing', () => {
    const disk = { freeBytes: 40, totalBytes: 100 };
    expect(diskShares(10, disk)).toMatchObject({ models: 10, others: 50 });
    expect(diskShares(90, disk)).toMatchObject({ models: 60, others: 0 });
    expect(diskShares(1, { freeBytes: 0, totalBytes: 0 })).toBeNull();
  });
  it('keeps the selection within the list', () => {
    const at = (index: number) => ({ index, count: 5, page: 3 });
    expect(nextIndex('ArrowDown', at(-1))).toBe(0);
    expect(nextIndex('ArrowDown', at(4))).toBe(4);
    expect(nextIndex('ArrowUp', at(-1))).toBe(4);
    expect(nextIndex('PageDown', at(3))).toBe(4);
    expect(nextIndex('Home', at(3))).toBe(0);
    expect(nextIndex('a', at(3))).toBeNull();
    expect(nextIndex('End', { index: -1, count: 0, page: 3 })).toBeNull();
  });
});
