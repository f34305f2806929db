/** The cosine of the angle between two vectors: 1 for the same direction, 0 where nothing is shared or one is empty. */
export function cosineSimilarity(a: readonly number[], b: readonly number[]): number {
  const product = dot(a, b);
  const length = Math.sqrt(dot(a, a) * dot(b, b));
  return length === 0 ? 0 : Math.max(-1, Math.min(1, product / length));
}

/** Every vector against every other, row by row. */
export function similarityMatrix(vectors: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return vectors.map((a) => vectors.map((b) => cosineSimilarity(a, b)));
}

/** The heatmap's step of a similarity, 0 (different) to 6 (same). */
export function similarityStep(similarity: number): number {
  return stepsFrom.findLastIndex((from) => similarity >= from) + 1;
}

/** Embeddings of unlike texts lie at 0.3 to 0.5, so the steps are finer above. */
export const stepsFrom = [0.45, 0.5, 0.6, 0.7, 0.8, 0.9] as const;

/** `A`, `B`, … `Z`, `AA`, …: what a text is called. */
export function textName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : textName(Math.floor(index / 26) - 1) + letter;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}
