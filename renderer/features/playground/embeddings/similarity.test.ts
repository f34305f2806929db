import { expect, test } from 'vitest';
import { cosineSimilarity, similarityMatrix, similarityStep, textName } from './similarity.ts';

test('the cosine depends on the angle only', () => {
  expect(cosineSimilarity([1, 0], [5, 0])).toBe(1);
  expect(cosineSimilarity([1, 0], [0, 2])).toBe(0);
  expect(cosineSimilarity([1, 2], [-1, -2])).toBeCloseTo(-1);
  expect(cosineSimilarity([1, 1], [1, 0])).toBeCloseTo(Math.SQRT1_2);
  expect(cosineSimilarity([0, 0], [1, 0]), 'zero vectors').toBe(0);
});

test('the matrix is symmetric with ones on its diagonal', () => {
  const matrix = similarityMatrix([
    [1, 0],
    [1, 1],
  ]);
  expect(matrix[0]?.[0]).toBe(1);
  expect(matrix[0]?.[1]).toBe(matrix[1]?.[0]);
});

test('steps increase with similarity', () => {
  expect([-1, 0.44, 0.45, 0.65, 0.9, 1].map(similarityStep)).toEqual([0, 0, 1, 3, 6, 6]);
});

test('texts are named A to Z, then AA', () => {
  expect([0, 25, 26].map(textName)).toEqual(['A', 'Z', 'AA']);
});
