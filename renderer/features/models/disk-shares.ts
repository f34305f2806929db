export interface DiskShares {
  /** Percent of the disk used by models. */
  readonly models: number;
  /** Percent of the disk used by other files. */
  readonly others: number;
}

/**
 * The segments of the disk usage bar; null for a disk of unknown size. Models that share files use less space than their
 * sizes add up to, so the sum is capped at what is used: the bar never overflows.
 */
export function diskShares(
  modelBytes: number,
  { freeBytes, totalBytes }: { readonly freeBytes: number; readonly totalBytes: number },
): DiskShares | null {
  if (totalBytes <= 0) return null;
  const used = Math.max(0, totalBytes - freeBytes);
  const models = (Math.min(modelBytes, used) / totalBytes) * 100;
  return { models, others: (used / totalBytes) * 100 - models };
}
