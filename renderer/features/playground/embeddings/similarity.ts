/** The cosine of the angle between two vectors: 1 for the same direction, 0 for orthogonal ones or a zero vector. */
export function cosineSimilarity(a: readonly number[], b: readonly number[]): number {
  const product = dot(a, b);
  const length = Math.sqrt(dot(a, a) * dot(b, b));
  return length === 0 ? 0 : Math.max(-1, Math.min(1, product / length));
}

/** The similarity of every pair of vectors, by row. */
export function similarityMatrix(vectors: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return vectors.map((a) => vectors.map((b) => cosineSimilarity(a, b)));
}

/** Lower bounds of the steps from 1 on. Unrelated texts score 0.3 to 0.5, so the steps are finer above. */
export const STEP_THRESHOLDS = [0.45, 0.5, 0.6, 0.7, 0.8, 0.9] as const;

/** The heatmap's color step for a similarity, from 0 (different) to 6 (same). */
export function similarityStep(similarity: number): number {
  return STEP_THRESHOLDS.findLastIndex((threshold) => similarity >= threshold) + 1;
}

/** The name of a text: `A`, `B`, … `Z`, `AA`, …. */
export function textName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : textName(Math.floor(index / 26) - 1) + letter;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}
